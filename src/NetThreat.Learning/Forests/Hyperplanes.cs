using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests;

/// <summary>
/// The normals of the hyperplanes of an extended isolation forest, one for each node that splits: a row goes left where its product with
/// the normal is at most the node's threshold.
/// </summary>
internal sealed class Hyperplanes
{
    private readonly TreeEnsemble _trees;
    private readonly float[] _normals;
    private readonly int[] _plane;

    /// <param name="trees">Which nodes there are, and their thresholds; the columns of nodes mean nothing.</param>
    /// <param name="normals">One value per column for every node that splits, in the order of the nodes.</param>
    /// <exception cref="LearningException">There are more or fewer, or one is not finite.</exception>
    public Hyperplanes(TreeEnsemble trees, float[] normals)
    {
        (_trees, _normals, _plane) = (trees, normals, new int[trees.Nodes]);
        int planes = 0;
        for (int node = 0; node < trees.Nodes; node++) _plane[node] = trees.Feature[node] < 0 ? -1 : planes++;
        if (normals.Length != (long)planes * trees.Features) throw new LearningException($"the trees are broken: {normals.Length} values for {planes} hyperplanes of {trees.Features} columns");
        if (!Array.TrueForAll(normals, float.IsFinite)) throw new LearningException("the trees are broken: a hyperplane is not finite");
    }

    /// <summary>The sum over the trees of the values of the leaves that a row reaches.</summary>
    public double Sum(ReadOnlySpan<float> row)
    {
        double sum = 0;
        for (int t = 0; t < _trees.Trees; t++) sum += _trees.LeafValues(Leaf(t, row))[0];
        return sum;
    }

    public void Save(ModelWriter writer) => writer.WriteArray<float>(_normals);

    /// <summary>The product of a row and a normal, the same bits whatever the machine: 8 sums side by side, then one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Product(ReadOnlySpan<float> row, ReadOnlySpan<float> normal)
    {
        var sums = Vector256<float>.Zero;
        int i = 0;
        for (; i <= row.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            sums += Vector256.Create(row.Slice(i, Vector256<float>.Count)) * Vector256.Create(normal.Slice(i, Vector256<float>.Count));
        float product = 0;
        for (; i < row.Length; i++) product += row[i] * normal[i];
        for (int lane = 0; lane < Vector256<float>.Count; lane++) product += sums[lane];
        return product;
    }

    private int Leaf(int tree, ReadOnlySpan<float> row)
    {
        int node = _trees.Roots[tree];
        while (_trees.Feature[node] >= 0)
        {
            bool left = Product(row, _normals.AsSpan(_plane[node] * _trees.Features, _trees.Features)) <= _trees.Threshold[node];
            node = left ? _trees.Left[node] : _trees.Right[node];
        }
        return node;
    }
}
