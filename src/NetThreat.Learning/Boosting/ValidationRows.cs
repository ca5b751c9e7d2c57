using NetThreat.Learning.Boosting.Losses;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Boosting;

/// <summary>Rows that are not trained on: growing stops when their loss has not fallen for some rounds, and the best round is kept.</summary>
internal sealed class ValidationRows(TrainingData data, float[] weights, ILoss loss, double[][] margins, int patience)
{
    private double _best = double.PositiveInfinity;

    /// <summary>Trees of this many rounds have the lowest loss.</summary>
    public int BestRound { get; private set; }

    /// <summary>Weighted mean loss after the last round.</summary>
    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <param name="round">Rounds done.</param>
    /// <param name="trees">The round's trees, one for each margin.</param>
    public bool Enough(int round, List<DecisionTree> trees)
    {
        double sum = 0, weight = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            for (int k = 0; k < trees.Count; k++) margins[k][row] += BoostingRun.LeafValue(trees[k], data.Features[row]);
            sum += weights[row] * loss.Of(margins, row, data.Labels![row]);
            weight += weights[row];
        }
        Loss = sum / weight;
        if (Loss < _best) (_best, BestRound) = (Loss, round);
        return round - BestRound >= patience;
    }
}
