using NetThreat.Learning.Distances;
using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Ensembles;

/// <summary>
/// Anomaly scores as surprise: -ln of the share of normal rows that score as high, so that the scores of different models mean the same.
/// Beyond the largest normal score the surprise goes on as for an exponential tail with the mean excess of the highest tenth, so that
/// far-out rows keep their order.
/// </summary>
internal sealed class SurpriseScale
{
    private const int MaxKnots = 2048;

    private readonly double[] _sorted;
    private readonly double _rows;
    private readonly double _tail;

    private SurpriseScale(double[] sorted, double rows, double tail) => (_sorted, _rows, _tail) = (sorted, rows, tail);

    /// <param name="normal">Scores of normal rows that the model was not fitted on; at least one.</param>
    public static SurpriseScale Of(double[] normal)
    {
        var sorted = (double[])normal.Clone();
        Array.Sort(sorted);
        int from = sorted.Length * 9 / 10;
        double excess = 0;
        for (int i = from; i < sorted.Length; i++) excess += (sorted[i] - sorted[from]) / (sorted.Length - from);
        double tail = excess > 0 ? excess : Math.Max(Math.Abs(sorted[^1]) * 1e-3, 1e-9);
        int rows = sorted.Length;
        if (rows > MaxKnots) sorted = [.. Enumerable.Range(0, MaxKnots).Select(k => sorted[(int)((long)k * (rows - 1) / (MaxKnots - 1))])];
        return new(sorted, rows, tail);
    }

    public double Surprise(double score)
    {
        double largest = _sorted[^1];
        if (score > largest) return Math.Log(_rows + 1) + (score - largest) / _tail;
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_sorted[middle] < score) low = middle + 1;
            else high = middle;
        }
        double asHigh = (double)(_sorted.Length - low) / _sorted.Length * _rows;
        return -Math.Log((1 + asHigh) / (_rows + 1));
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(_rows);
        writer.Write(_tail);
        writer.WriteArray<double>(_sorted);
    }

    public static SurpriseScale Read(ModelReader reader)
    {
        double rows = reader.ReadDouble(), tail = reader.ReadDouble();
        var sorted = Points.Finite(reader.ReadArray<double>());
        if (!(rows >= 1 && double.IsFinite(rows)) || !(tail > 0 && double.IsFinite(tail)) || sorted.Length == 0) throw ModelReader.Broken("a scale of surprise without scores");
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] < sorted[i - 1]) throw ModelReader.Broken("a scale of surprise that is not sorted");
        }
        return new(sorted, rows, tail);
    }
}
