using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Conformal;

/// <summary>
/// Conformal p-values from a table of bounded size: how many calibration scores lie at or above each of some scores. Between two of them the
/// count of the lower one is taken, so that a p-value is never too small: the promise of <see cref="ConformalPValues"/> holds.
/// </summary>
public sealed class ConformalCalibrator
{
    /// <summary>One part in this many of the count above may be skipped: a p-value is at most 4 % above the exact one.</summary>
    private const int Resolution = 32;

    private readonly double[] _scores;
    private readonly long[] _atLeast;

    /// <param name="scores">Strictly rising, finite; kept, not copied.</param>
    /// <param name="atLeast">Calibration rows with at least that score: strictly falling, 1 to <paramref name="rows"/>; kept, not copied.</param>
    /// <exception cref="LearningException">The table is not such.</exception>
    public ConformalCalibrator(double[] scores, long[] atLeast, long rows)
    {
        bool good = scores.Length > 0 && scores.Length == atLeast.Length && atLeast[0] <= rows && atLeast[^1] >= 1 && double.IsFinite(scores[0]) && double.IsFinite(scores[^1]);
        for (int i = 1; good && i < scores.Length; i++) good = scores[i] > scores[i - 1] && atLeast[i] < atLeast[i - 1];
        if (!good) throw new LearningException("the table of calibration scores is empty or not in order");
        (_scores, _atLeast, Rows) = (scores, atLeast, rows);
    }

    /// <summary>Calibration rows.</summary>
    public long Rows { get; }

    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>Calibration rows with at least the score of the same place.</summary>
    public ReadOnlySpan<long> AtLeast => _atLeast;

    /// <summary>The table: exact in the upper tail, where alarms are, and sparser below it; a million rows need about 500 entries.</summary>
    /// <param name="calibration">Finite scores of benign rows that the model was not fitted on; at least one.</param>
    public static ConformalCalibrator Fit(ReadOnlySpan<double> calibration)
    {
        if (calibration.IsEmpty) throw new LearningException("no calibration rows: hold out some benign rows");
        var sorted = calibration.ToArray();
        Array.Sort(sorted);
        List<double> scores = [];
        List<long> counts = [];
        for (int i = sorted.Length - 1; i >= 0;)
        {
            int first = i;
            while (first > 0 && sorted[first - 1] == sorted[first]) first--;
            scores.Add(sorted[first]);
            counts.Add(sorted.Length - first);
            i = first == 0 ? -1 : Math.Max(0, first - Math.Max(1, (sorted.Length - first) / Resolution));
        }
        scores.Reverse();
        counts.Reverse();
        return new ConformalCalibrator([.. scores], [.. counts], sorted.Length);
    }

    /// <summary>The share of benign rows that score at least as high, from 1 / (rows + 1) to 1. Does not allocate.</summary>
    public double PValue(double score)
    {
        int at = Array.BinarySearch(_scores, score);
        if (at < 0) at = ~at - 1;
        return at < 0 ? 1 : (1.0 + _atLeast[at]) / (Rows + 1.0);
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(Rows);
        writer.WriteArray<double>(_scores);
        writer.WriteArray<long>(_atLeast);
    }

    /// <exception cref="LearningException">The file is broken.</exception>
    public static ConformalCalibrator Read(ModelReader reader)
    {
        long rows = reader.ReadInt64();
        return new ConformalCalibrator(reader.ReadArray<double>(), reader.ReadArray<long>(), rows);
    }
}
