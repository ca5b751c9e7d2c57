using NetThreat.Learning.Distances;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Clustering;

/// <summary>How well groups of rows hold together and apart. Labels are 0 and up, of at least two groups and fewer than rows; leave noise out.</summary>
public static class ClusterQuality
{
    /// <summary>Mean silhouette, -1 to 1 (Rousseeuw, "Silhouettes", 1987): O(rows²).</summary>
    public static double Silhouette(Matrix rows, ReadOnlySpan<int> labels) => Mean(Silhouettes(Points.Of(rows), labels));

    /// <summary>Mean over clusters of the worst (spread + spread) / separation, 0 is best (Davies and Bouldin 1979).</summary>
    public static double DaviesBouldin(Matrix rows, ReadOnlySpan<int> labels) => DaviesBouldin(Points.Of(rows), labels);

    /// <summary>Variance between over variance within clusters, by their degrees of freedom (Caliński and Harabasz 1974).</summary>
    public static double CalinskiHarabasz(Matrix rows, ReadOnlySpan<int> labels) => CalinskiHarabasz(Points.Of(rows), labels);

    /// <summary>Per row (b - a) / max(a, b): a the mean distance to the others of its cluster, b the least mean distance to another; 0 alone.</summary>
    internal static double[] Silhouettes(Points rows, ReadOnlySpan<int> labels)
    {
        var sizes = Sizes(rows, labels);
        var silhouettes = new double[rows.Count];
        var sums = new double[sizes.Length];
        for (int i = 0; i < rows.Count; i++)
        {
            Array.Clear(sums);
            for (int j = 0; j < rows.Count; j++) sums[labels[j]] += Math.Sqrt(Euclidean.Squared(rows[i], rows[j]));
            int own = labels[i];
            if (sizes[own] == 1) continue;
            double a = sums[own] / (sizes[own] - 1), b = double.PositiveInfinity;
            for (int c = 0; c < sizes.Length; c++)
            {
                if (c != own && sizes[c] > 0) b = Math.Min(b, sums[c] / sizes[c]);
            }
            silhouettes[i] = a == b ? 0 : (b - a) / Math.Max(a, b);
        }
        return silhouettes;
    }

    internal static double DaviesBouldin(Points rows, ReadOnlySpan<int> labels)
    {
        var sizes = Sizes(rows, labels);
        var centers = Centers(rows, labels, sizes);
        var spread = new double[sizes.Length];
        for (int i = 0; i < rows.Count; i++) spread[labels[i]] += Math.Sqrt(Euclidean.Squared(rows[i], centers[labels[i]])) / sizes[labels[i]];
        double sum = 0;
        for (int a = 0; a < sizes.Length; a++)
        {
            double worst = 0;
            for (int b = 0; b < sizes.Length; b++)
            {
                if (a == b || sizes[a] == 0 || sizes[b] == 0) continue;
                double apart = Math.Sqrt(Euclidean.Squared(centers[a], centers[b]));
                if (apart > 0) worst = Math.Max(worst, (spread[a] + spread[b]) / apart);
            }
            sum += worst;
        }
        return sum / sizes.Count(s => s > 0);
    }

    internal static double CalinskiHarabasz(Points rows, ReadOnlySpan<int> labels)
    {
        var sizes = Sizes(rows, labels);
        var centers = Centers(rows, labels, sizes);
        var mean = Centers(rows, new int[rows.Count], [rows.Count])[0];
        double within = 0, between = 0;
        for (int i = 0; i < rows.Count; i++) within += Euclidean.Squared(rows[i], centers[labels[i]]);
        for (int c = 0; c < sizes.Length; c++) between += sizes[c] * (sizes[c] > 0 ? Euclidean.Squared(centers[c], mean) : 0);
        int clusters = sizes.Count(s => s > 0);
        return within == 0 ? 1 : between * (rows.Count - clusters) / (within * (clusters - 1));
    }

    private static int[] Sizes(Points rows, ReadOnlySpan<int> labels)
    {
        if (labels.Length != rows.Count) throw new LearningException($"{labels.Length} labels for {rows.Count} rows");
        int highest = -1;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= rows.Count) throw new LearningException($"the label of row {i + 1} is {labels[i]}: labels are 0 and up, fewer than rows; leave noise out");
            highest = Math.Max(highest, labels[i]);
        }
        var sizes = new int[highest + 1];
        foreach (int label in labels) sizes[label]++;
        int clusters = sizes.Count(s => s > 0);
        if (clusters < 2 || clusters >= rows.Count) throw new LearningException($"{clusters} clusters of {rows.Count} rows: 2 to rows - 1 can be measured");
        return sizes;
    }

    private static Points Centers(Points rows, ReadOnlySpan<int> labels, int[] sizes)
    {
        var centers = new double[sizes.Length * rows.Width];
        for (int i = 0; i < rows.Count; i++)
        {
            for (int c = 0; c < rows.Width; c++) centers[labels[i] * rows.Width + c] += rows[i][c];
        }
        for (int c = 0; c < centers.Length; c++) centers[c] /= Math.Max(1, sizes[c / rows.Width]);
        return new(centers, rows.Width);
    }

    private static double Mean(double[] values) => values.Sum() / values.Length;
}
