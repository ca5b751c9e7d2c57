using System.Globalization;
using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Trees;

/// <summary>The arrays of a <see cref="TreeEnsemble"/> on their way in, and everything that has to hold of them, wherever they come from.</summary>
internal sealed record TreeArrays(int Features, int Outputs, int ValuesPerLeaf)
{
    public const int MaxOutputs = 1 << 16;

    public required int[] Roots { get; init; }

    public required int[] TreeOutputs { get; init; }

    public required int[] Feature { get; init; }

    public required float[] Threshold { get; init; }

    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    public required bool[] MissingLeft { get; init; }

    public required double[] LeafValues { get; init; }

    public required double[] Cover { get; init; }

    public static TreeArrays Join(int features, int outputs, int valuesPerLeaf, IReadOnlyList<DecisionTree> trees)
    {
        bool missing = trees.Count > 0 && trees.All(t => t.MissingLeft is not null);
        var leafValues = new List<double>();
        var (roots, left, right) = (new List<int> { 0 }, new List<int>(), new List<int>());
        foreach (var tree in trees)
        {
            SameLengths(tree, roots.Count - 1, valuesPerLeaf);
            int root = roots[^1], leaf = leafValues.Count / valuesPerLeaf;
            for (int i = 0; i < tree.Feature.Length; i++)
            {
                bool split = tree.Feature[i] >= 0;
                // A child outside the tree must not become a node of a neighbour.
                left.Add(split ? Shift(tree.Left[i], root, tree.Feature.Length) : ~leaf++);
                right.Add(split ? Shift(tree.Right[i], root, tree.Feature.Length) : -1);
                if (!split) leafValues.AddRange(tree.Values.AsSpan(i * valuesPerLeaf, valuesPerLeaf));
            }
            roots.Add(checked(root + tree.Feature.Length));
        }
        return new TreeArrays(features, outputs, valuesPerLeaf)
        {
            Roots = [.. roots],
            TreeOutputs = [.. trees.Select(t => t.Output)],
            Feature = [.. trees.SelectMany(t => t.Feature).Select(f => Math.Max(f, -1))],
            Threshold = [.. trees.SelectMany(t => t.Threshold.Select((x, i) => t.Feature[i] >= 0 ? x : 0))],
            Left = [.. left],
            Right = [.. right],
            MissingLeft = missing ? [.. trees.SelectMany(t => t.MissingLeft!)] : [],
            LeafValues = [.. leafValues],
            Cover = [.. trees.SelectMany(t => t.Cover)],
        };
    }

    public static TreeArrays Read(ModelReader reader, int features)
    {
        if (reader.ReadInt32() is var written && written != features) throw ModelReader.Broken($"trees over {written} columns in a model of {features}");
        int outputs = reader.ReadCount(1, MaxOutputs), valuesPerLeaf = reader.ReadCount(1, MaxOutputs);
        return new TreeArrays(features, outputs, valuesPerLeaf)
        {
            Roots = reader.ReadArray<int>(),
            TreeOutputs = reader.ReadArray<int>(),
            Feature = reader.ReadArray<int>(),
            Threshold = reader.ReadArray<float>(),
            Left = reader.ReadArray<int>(),
            Right = reader.ReadArray<int>(),
            MissingLeft = Array.ConvertAll(reader.ReadArray<byte>(), b => b <= 1 ? b == 1 : throw ModelReader.Broken($"{b} where yes or no is expected")),
            LeafValues = reader.ReadArray<double>(),
            Cover = reader.ReadArray<double>(),
        };
    }

    /// <summary>Refuses whatever would make a descent read outside, loop, or give a value that is not finite.</summary>
    /// <returns>Edges from root to leaf of the deepest tree.</returns>
    public int Check()
    {
        Shapes();
        var depth = new ushort[Feature.Length];
        int deepest = 0, leaf = 0;
        for (int t = 0; t < TreeOutputs.Length; t++) deepest = Math.Max(deepest, CheckTree(t, depth, ref leaf));
        if (leaf * (long)ValuesPerLeaf != LeafValues.Length) throw Broken($"{LeafValues.Length} leaf values for {leaf} leaves of {ValuesPerLeaf}");
        return deepest;
    }

    private static int Shift(int child, int root, int nodes) => (uint)child < (uint)nodes ? root + child : -1;

    private static void SameLengths(DecisionTree tree, int number, int valuesPerLeaf)
    {
        int nodes = tree.Feature.Length;
        bool same = tree.Threshold.Length == nodes && tree.Left.Length == nodes && tree.Right.Length == nodes && tree.Cover.Length == nodes
            && (tree.MissingLeft?.Length ?? nodes) == nodes && tree.Values.Length == (long)nodes * valuesPerLeaf;
        if (!same) throw Broken($"tree {number + 1}: the arrays have different lengths");
    }

    private void Shapes()
    {
        int nodes = Feature.Length;
        if (Outputs is < 1 or > MaxOutputs) throw Broken($"{Outputs} outputs");
        if (ValuesPerLeaf != 1 && ValuesPerLeaf != Outputs) throw Broken($"leaves of {ValuesPerLeaf} values for {Outputs} outputs");
        if (TreeOutputs.Length == 0) throw Broken("there are no trees");
        if (Roots.Length != TreeOutputs.Length + 1 || Roots[0] != 0 || Roots[^1] != nodes) throw Broken("the roots do not divide the nodes");
        if (Threshold.Length != nodes || Left.Length != nodes || Right.Length != nodes || Cover.Length != nodes || (MissingLeft.Length != nodes && MissingLeft.Length != 0))
            throw Broken("the arrays have different lengths");
        if (Array.FindIndex(LeafValues, v => !double.IsFinite(v)) is var bad and >= 0) throw Broken(string.Create(CultureInfo.InvariantCulture, $"leaf value {bad + 1} is {LeafValues[bad]}"));
    }

    private int CheckTree(int tree, ushort[] depth, ref int leaf)
    {
        int root = Roots[tree], end = Roots[tree + 1], deepest = 0;
        if (root >= end || end > Feature.Length) throw Broken($"tree {tree + 1} has no nodes");
        if ((uint)TreeOutputs[tree] >= (uint)Outputs) throw Broken($"tree {tree + 1} adds to output {TreeOutputs[tree]} of {Outputs}");
        for (int node = root; node < end; node++)
        {
            // Every node but the root has exactly one parent, and that before it: so all hang together and nothing goes in a circle.
            if (node > root && depth[node] == 0) throw Fault(tree, node, "has no parent");
            if (!(Cover[node] >= 0 && double.IsFinite(Cover[node]))) throw Fault(tree, node, "has a cover that is not a weight");
            deepest = Math.Max(deepest, depth[node]);
            if (Feature[node] == -1)
            {
                if (Left[node] != ~leaf++ || Right[node] != -1) throw Fault(tree, node, "is a leaf with children");
                continue;
            }
            if ((uint)Feature[node] >= (uint)Features) throw Fault(tree, node, $"asks for column {Feature[node]} of {Features}");
            if (!float.IsFinite(Threshold[node])) throw Fault(tree, node, "has a threshold that is not finite");
            if (depth[node] == TreeEnsemble.MaxDepth) throw Fault(tree, node, $"is deeper than {TreeEnsemble.MaxDepth}");
            Reach(tree, node, Left[node], end, depth);
            Reach(tree, node, Right[node], end, depth);
        }
        return deepest;
    }

    private void Reach(int tree, int node, int child, int end, ushort[] depth)
    {
        if (child <= node || child >= end) throw Fault(tree, node, "has a child that is not after it in its tree");
        if (depth[child] != 0) throw Fault(tree, child, "has two parents");
        depth[child] = (ushort)(depth[node] + 1);
    }

    private LearningException Fault(int tree, int node, string what) => Broken($"tree {tree + 1}, node {node - Roots[tree]} {what}");

    private static LearningException Broken(string what) => new($"the trees are broken: {what}");
}
