using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Explanations;

/// <summary>
/// Exact path-dependent Shapley values of tree ensembles (Lundberg et al., "From local explanations to global understanding with
/// explainable AI for trees", 2020): where a column is not known, both children count by their share of the training rows.
/// </summary>
/// <remarks>
/// A leaf of value v whose path asks for columns j with shares z_j is worth v ∏ (o_j where j is known, else z_j), o_j being 1 when the row
/// agrees with all splits by j. The Shapley value is the integral over t from 0 to 1 of the derivative of its multilinear extension (Owen,
/// "Multilinear extensions of games", 1972): φ_i = v (o_i - z_i) ∫ ∏_{j≠i} (t o_j + (1 - t) z_j) dt. The integrand is a polynomial, so
/// Gauss-Legendre quadrature is exact, and at one point t the products of all leaves come from one walk down a tree and the sums of all
/// leaves below every split from one walk up: O(nodes) per point, one point for every two columns on the longest path, four points
/// at a time. All factors are positive: nothing cancels.
/// </remarks>
public sealed class TreeShap
{
    [ThreadStatic]
    private static Vector256<double>[]? _scratch;

    private readonly TreeEnsemble _ensemble;
    private readonly ShapTree[] _trees;
    private readonly Quadrature[] _quadratures;
    private readonly double[] _baselines;
    private readonly int _mostNodes;

    public TreeShap(TreeEnsemble ensemble)
    {
        _ensemble = ensemble;
        _trees = [.. Enumerable.Range(0, ensemble.Trees).Select(t => ShapTree.Of(ensemble, t))];
        _mostNodes = _trees.Max(t => t.Nodes);
        int columns = Math.Max(1, Math.Min(ensemble.Depth, ensemble.Features));
        _quadratures = Quadrature.For(columns);
        _baselines = new double[ensemble.Outputs];
        for (int t = 0; t < _trees.Length; t++) AddBaseline(_trees[t], ensemble.TreeOutputs[t]);
    }

    /// <summary>What the trees give on average over the shares, before anything of the row is known.</summary>
    public double Baseline(int output) => _baselines[output];

    /// <summary>Explains one output of one row; baseline + contributions = the trees' sum. Allocates nothing but, once a thread, room to work.</summary>
    /// <param name="row">Values of all columns; checked by the caller.</param>
    /// <param name="contributions">One for each column; overwritten.</param>
    /// <returns>The baseline.</returns>
    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        int features = _ensemble.Features;
        var scratch = Scratch(features + 2 * _mostNodes);
        var sums = scratch.AsSpan(0, features);
        sums.Clear();
        var products = scratch.AsSpan(features, _mostNodes);
        var slopes = scratch.AsSpan(features + _mostNodes, _mostNodes);
        for (int t = 0; t < _trees.Length; t++)
        {
            if (_ensemble.ValuesPerLeaf == 1 && _ensemble.TreeOutputs[t] != output) continue;
            foreach (var quadrature in _quadratures)
            {
                Down(_trees[t].Splits, row, in quadrature, products, slopes);
                Leaves(_trees[t], output, products);
                Up(_trees[t].Splits, products, slopes, sums);
            }
        }
        for (int f = 0; f < features; f++) contributions[f] = Vector256.Sum(sums[f]);
        return _baselines[output];
    }

    /// <summary>At every node, the product over its path, and what its sum counts for the column that leads to it.</summary>
    private static void Down(ReadOnlySpan<ShapSplit> splits, ReadOnlySpan<float> row, in Quadrature quadrature, Span<Vector256<double>> products, Span<Vector256<double>> slopes)
    {
        Vector256<double> t = quadrature.Points, rest = quadrature.Rest, weights = quadrature.Weights, off = quadrature.OffSlope;
        ref var product = ref MemoryMarshal.GetReference(products);
        ref var slope = ref MemoryMarshal.GetReference(slopes);
        product = Vector256<double>.One;
        slope = default;
        foreach (ref readonly var split in splits)
        {
            float x = row[split.Feature];
            bool left = float.IsNaN(x) ? split.MissingLeft : x <= split.Threshold;
            int on = left ? split.Left : split.Right, other = left ? split.Right : split.Left;
            double share = left ? split.LeftShare : split.RightShare, otherShare = left ? split.RightShare : split.LeftShare;
            var here = Unsafe.Add(ref product, split.Node);
            if (split.Earlier >= 0)
            {
                // The same column again: its factor so far is replaced.
                if (Unsafe.Add(ref slope, split.Earlier).ToScalar() < 0)
                {
                    // The row left this column's path earlier; nothing here changes that.
                    Unsafe.Add(ref product, split.Left) = here * split.LeftHere;
                    Unsafe.Add(ref product, split.Right) = here * (1 - split.LeftHere);
                    Unsafe.Add(ref slope, split.Left) = off;
                    Unsafe.Add(ref slope, split.Right) = off;
                    continue;
                }
                here /= Factor(t, rest, split.EarlierShare);
            }
            var factor = Factor(t, rest, share);
            Unsafe.Add(ref product, on) = here * factor;
            Unsafe.Add(ref slope, on) = weights * (1 - share) / factor;
            Unsafe.Add(ref product, other) = here * rest * otherShare;
            Unsafe.Add(ref slope, other) = off;
        }
    }

    private void Leaves(ShapTree tree, int output, Span<Vector256<double>> products)
    {
        int place = _ensemble.ValuesPerLeaf == 1 ? 0 : output;
        foreach (int leaf in tree.Leaves) products[leaf] *= _ensemble.LeafValues(tree.Root + leaf)[place];
    }

    /// <summary>The products become sums over the leaves below, and every column gets what its splits make of them.</summary>
    private static void Up(ReadOnlySpan<ShapSplit> splits, Span<Vector256<double>> products, Span<Vector256<double>> slopes, Span<Vector256<double>> sums)
    {
        ref var product = ref MemoryMarshal.GetReference(products);
        ref var slope = ref MemoryMarshal.GetReference(slopes);
        for (int s = splits.Length - 1; s >= 0; s--)
        {
            ref readonly var split = ref splits[s];
            Vector256<double> left = Unsafe.Add(ref product, split.Left), right = Unsafe.Add(ref product, split.Right), both = left + right;
            Unsafe.Add(ref product, split.Node) = both;
            var change = Unsafe.Add(ref slope, split.Left) * left + Unsafe.Add(ref slope, split.Right) * right;
            // What an earlier split by the same column makes of these leaves is not theirs: their factor is the later one.
            if (split.Earlier >= 0) change -= Unsafe.Add(ref slope, split.Earlier) * both;
            sums[split.Feature] += change;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Factor(Vector256<double> t, Vector256<double> rest, double share) => t + rest * share;

    private void AddBaseline(ShapTree tree, int output)
    {
        var products = new double[tree.Nodes];
        products[0] = 1;
        foreach (ref readonly var split in tree.Splits.AsSpan())
        {
            products[split.Left] = products[split.Node] * split.LeftHere;
            products[split.Right] = products[split.Node] * (1 - split.LeftHere);
        }
        foreach (int leaf in tree.Leaves)
        {
            var values = _ensemble.LeafValues(tree.Root + leaf);
            int first = values.Length == 1 ? output : 0;
            for (int k = 0; k < values.Length; k++) _baselines[first + k] += products[leaf] * values[k];
        }
    }

    private static Vector256<double>[] Scratch(int length)
    {
        if (_scratch is null || _scratch.Length < length) _scratch = new Vector256<double>[length];
        return _scratch;
    }
}
