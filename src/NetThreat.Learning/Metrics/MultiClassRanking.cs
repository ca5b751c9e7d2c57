namespace NetThreat.Learning.Metrics;

/// <summary>Each class against all others, by the class's own probability.</summary>
public static class MultiClassRanking
{
    /// <summary>One class's ROC AUC; NaN where it or everything else does not occur.</summary>
    /// <param name="probabilities">One per row and class, row-major.</param>
    public static double RocAuc(ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<int> labels, int of) =>
        new ScoreRanking(Column(probabilities, classes, of), Is(labels, of)).RocAuc();

    /// <summary>The mean of the classes' ROC AUC, plain or weighted by their true rows; classes where it is undefined are left out.</summary>
    public static double RocAuc(ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<int> labels, Averaging averaging)
    {
        double sum = 0, weights = 0;
        for (int c = 0; c < classes; c++)
        {
            double auc = RocAuc(probabilities, classes, labels, c);
            if (double.IsNaN(auc)) continue;
            double weight = averaging == Averaging.Macro ? 1 : labels.Count(c);
            sum += weight * auc;
            weights += weight;
        }
        return sum / weights;
    }

    /// <summary>The probabilities of one class.</summary>
    public static double[] Column(ReadOnlySpan<double> probabilities, int classes, int of)
    {
        var column = new double[probabilities.Length / classes];
        for (int r = 0; r < column.Length; r++) column[r] = probabilities[r * classes + of];
        return column;
    }

    /// <summary>Which rows are of a class.</summary>
    public static bool[] Is(ReadOnlySpan<int> labels, int of)
    {
        var mask = new bool[labels.Length];
        for (int r = 0; r < mask.Length; r++) mask[r] = labels[r] == of;
        return mask;
    }

    /// <summary>The likeliest class of every row; of equal ones the first.</summary>
    public static int[] Predicted(ReadOnlySpan<double> probabilities, int classes)
    {
        var predicted = new int[probabilities.Length / classes];
        for (int r = 0; r < predicted.Length; r++)
        {
            var row = probabilities.Slice(r * classes, classes);
            for (int c = 1; c < classes; c++)
                if (row[c] > row[predicted[r]]) predicted[r] = c;
        }
        return predicted;
    }
}
