using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Conformal;

/// <summary>
/// Conformal p-values from a table of bounded size: how many calibration scores lie above each of some scores. For a score between two of
/// them the count of the lower one is taken: never fewer than are at or above the score itself, so that a p-value is never too small and the
/// promise of <see cref="ConformalPValues"/> holds.
/// </summary>
public sealed class ConformalCalibrator
{
    /// <summary>One part in this many of the count above may be skipped: a p-value is at most 4 % above the exact one.</summary>
    private const int Resolution = 32;

    private readonly double[] _scores;
    private readonly long[] _above;

    /// <param name="scores">Strictly rising, finite; kept, not copied.</param>
    /// <param name="above">Calibration rows with a higher score: strictly falling, 0 to <paramref name="rows"/> - 1; kept, not copied.</param>
    /// <exception cref="LearningException">The table is not such.</exception>
    public ConformalCalibrator(double[] scores, long[] above, long rows)
    {
        bool good = scores.Length > 0 && scores.Length == above.Length && above[0] < rows && above[^1] >= 0 && double.IsFinite(scores[0]) && double.IsFinite(scores[^1]);
        for (int i = 1; good && i < scores.Length; i++) good = scores[i] > scores[i - 1] && above[i] < above[i - 1];
        if (!good) throw new LearningException("the table of calibration scores is empty or not in order");
        (_scores, _above, Rows) = (scores, above, rows);
    }

    /// <summary>Calibration rows.</summary>
    public long Rows { get; }

    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>Calibration rows above the score of the same place.</summary>
    public ReadOnlySpan<long> Above => _above;

    /// <summary>The table: exact in the upper tail, where alarms are, and sparser below it; a million rows need about 400 entries.</summary>
    /// <param name="calibration">Finite scores of benign rows that the model was not fitted on; at least one.</param>
    public static ConformalCalibrator Fit(ReadOnlySpan<double> calibration)
    {
        if (calibration.IsEmpty) throw new LearningException("no calibration rows: hold out some benign rows");
        var sorted = calibration.ToArray();
        Array.Sort(sorted);
        List<double> scores = [];
        List<long> above = [];
        for (int last = sorted.Length - 1; last >= 0;)
        {
            int first = last;
            while (first > 0 && sorted[first - 1] == sorted[last]) first--;
            scores.Add(sorted[last]);
            above.Add(sorted.Length - 1 - last);
            if (first == 0) break;
            last = Math.Max(0, first - Math.Max(1, (sorted.Length - first) / Resolution));
            while (sorted[last + 1] == sorted[last]) last++;
        }
        scores.Reverse();
        above.Reverse();
        return new ConformalCalibrator([.. scores], [.. above], sorted.Length);
    }

    /// <summary>The share of benign rows that score at least as high, from 1 / (rows + 1) to 1; NaN counts as the most benign. Does not allocate.</summary>
    public double PValue(double score)
    {
        int at = Array.BinarySearch(_scores, score);
        // The last score below this one; where there is none, every calibration row is at least as high.
        at = (at < 0 ? ~at : at) - 1;
        return at < 0 ? 1 : (1.0 + _above[at]) / (Rows + 1.0);
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(Rows);
        writer.WriteArray<double>(_scores);
        writer.WriteArray<long>(_above);
    }

    /// <exception cref="LearningException">The file is broken.</exception>
    public static ConformalCalibrator Read(ModelReader reader)
    {
        long rows = reader.ReadInt64();
        return new ConformalCalibrator(reader.ReadArray<double>(), reader.ReadArray<long>(), rows);
    }
}
