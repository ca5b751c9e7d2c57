using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests.Growing;

/// <summary>
/// The split with the least Gini impurity among all thresholds halfway between neighbouring values. Exact in nodes of any size: bins in
/// place of values cost accuracy, because they hide the uneven splits that columns of noise get (50,000 test rows of 35 columns of noise and 5
/// that matter: 0.859 right with 255 bins, 0.863 exactly).
/// </summary>
internal sealed class BestSplitSearch(Matrix features, int classes, int minLeaf) : ISplitSearch
{
    private readonly SplitSides _sides = new(classes);
    private ulong[] _keys = [], _scratch = [];

    public bool TryColumn(ReadOnlySpan<Case> cases, ReadOnlySpan<double> weights, int column, ref Split best)
    {
        var order = Order(cases, column);
        if (ValueOrder.SameValue(order[0], order[^1])) return false;
        _sides.Start(weights);
        for (int i = 0; i < order.Length - 1; i++)
        {
            ref readonly var moved = ref cases[ValueOrder.Number(order[i])];
            _sides.Move(moved.Class, moved.Weight);
            if (ValueOrder.SameValue(order[i], order[i + 1]) || i + 1 < minLeaf || order.Length - i - 1 < minLeaf) continue;
            double worth = _sides.Worth;
            if (!(worth > best.Worth)) continue;
            float low = features[moved.Row, column], high = features[cases[ValueOrder.Number(order[i + 1])].Row, column];
            best = new Split(column, SplitThreshold.Between(low, high), worth);
        }
        return true;
    }

    private Span<ulong> Order(ReadOnlySpan<Case> cases, int column)
    {
        // The root comes first: the arrays are made once.
        if (_keys.Length < cases.Length) (_keys, _scratch) = (new ulong[cases.Length], new ulong[cases.Length]);
        var keys = _keys.AsSpan(0, cases.Length);
        for (int i = 0; i < keys.Length; i++) keys[i] = ValueOrder.Key(features[cases[i].Row, column], i);
        return ValueOrder.Sort(keys, _scratch.AsSpan(0, cases.Length));
    }
}
