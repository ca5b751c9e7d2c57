using System.Runtime.InteropServices;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests.Growing;

/// <summary>
/// The split with the least Gini impurity. Nodes of few rows are sorted: every threshold between neighbouring values is tried. Nodes of
/// more are added up in at most 255 bins of about equal shares of the table, which finds the same split where a column has no more values
/// than bins, and else one within 1/255 of the rows; sorting them would take most of the time of a fit.
/// </summary>
internal sealed class BestSplitSearch : ISplitSearch
{
    /// <summary>Up to here sorting costs little more than bins ('bench learning').</summary>
    private const int SortedRows = 512;

    private readonly ForestTable _table;
    private readonly int _classes, _minLeaf;
    private readonly SplitSides _sides;
    private readonly ulong[] _order = new ulong[SortedRows];
    private readonly double[] _histogram;
    private readonly int[] _counts = new int[256];

    public BestSplitSearch(ForestTable table, int classes, int minLeaf)
    {
        (_table, _classes, _minLeaf) = (table, classes, minLeaf);
        _sides = new SplitSides(classes);
        _histogram = new double[256 * classes];
    }

    public bool TryColumn(ReadOnlySpan<Case> cases, ReadOnlySpan<double> weights, int column, ref Split best) =>
        cases.Length <= SortedRows ? TrySorted(cases, weights, column, ref best) : TryBinned(cases, weights, column, ref best);

    private bool TrySorted(ReadOnlySpan<Case> cases, ReadOnlySpan<double> weights, int column, ref Split best)
    {
        var order = _order.AsSpan(0, cases.Length);
        // The value's bits in the order of unsigned integers, then the case.
        for (int i = 0; i < order.Length; i++) order[i] = (ulong)Ordered(_table.Features[cases[i].Row, column]) << 32 | (uint)i;
        order.Sort();
        if (order[0] >> 32 == order[^1] >> 32) return false;
        _sides.Start(weights);
        for (int i = 0; i < order.Length - 1; i++)
        {
            ref readonly var moved = ref cases[(int)(uint)order[i]];
            _sides.Move(moved.Class, moved.Weight);
            if (order[i] >> 32 == order[i + 1] >> 32 || i + 1 < _minLeaf || order.Length - i - 1 < _minLeaf) continue;
            double worth = _sides.Worth;
            if (!(worth > best.Worth)) continue;
            float low = _table.Features[moved.Row, column], high = _table.Features[cases[(int)(uint)order[i + 1]].Row, column];
            best = new Split(column, SplitThreshold.Between(low, high), worth);
        }
        return true;
    }

    private bool TryBinned(ReadOnlySpan<Case> cases, ReadOnlySpan<double> weights, int column, ref Split best)
    {
        Fill(cases, column);
        int bins = _table.Binned.Columns[column].Count, before = -1, left = 0;
        _sides.Start(weights);
        for (int bin = 0; bin < bins; bin++)
        {
            if (_counts[bin] == 0) continue;
            if (before >= 0)
            {
                Move(before);
                left += _counts[before];
                if (left >= _minLeaf && cases.Length - left >= _minLeaf && _sides.Worth is var worth && worth > best.Worth)
                    best = new Split(column, SplitThreshold.Below(_table.Binned.Threshold(column, before, bin)), worth);
            }
            before = bin;
        }
        return left > 0;
    }

    private void Fill(ReadOnlySpan<Case> cases, int column)
    {
        int bins = _table.Binned.Columns[column].Count;
        Array.Clear(_histogram, 0, bins * _classes);
        Array.Clear(_counts, 0, bins);
        ref byte of = ref MemoryMarshal.GetArrayDataReference(_table.Bins(column));
        foreach (ref readonly var one in cases)
        {
            int bin = System.Runtime.CompilerServices.Unsafe.Add(ref of, one.Row);
            _histogram[bin * _classes + one.Class] += one.Weight;
            _counts[bin]++;
        }
    }

    private void Move(int bin)
    {
        var weights = _histogram.AsSpan(bin * _classes, _classes);
        for (int label = 0; label < weights.Length; label++)
        {
            if (weights[label] != 0) _sides.Move(label, weights[label]);
        }
    }

    /// <summary>Unsigned integers in the order of the floats; -0 and 0 are one value.</summary>
    private static uint Ordered(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return bits ^ ((uint)((int)bits >> 31) | 0x8000_0000);
    }
}
