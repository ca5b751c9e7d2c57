using System.Runtime.InteropServices;

namespace NetThreat.Learning.Trees.Scoring;

/// <summary>A node in 8 bytes. A leaf has a NaN for a threshold, which carries the leaf's number, and leads every value back to itself.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PackedNode(uint threshold, uint link)
{
    public const int FeatureBits = 10, ChildShift = FeatureBits + 1, LeafBits = 22;
    public const uint FeatureMask = (1u << FeatureBits) - 1, MissingLeft = 1u << FeatureBits, LeafMask = (1u << LeafBits) - 1;
    private const uint QuietNaN = 0x7FC0_0000;

    /// <summary>The bits of the float32 threshold; of a leaf, a NaN and the number of the leaf in its tree.</summary>
    public readonly uint Threshold = threshold;

    /// <summary>The left child's place (the right child is the next), where missing values go, and the column.</summary>
    public readonly uint Link = link;

    public static PackedNode Split(float threshold, int feature, bool missingLeft, int leftChild) =>
        new(BitConverter.SingleToUInt32Bits(threshold), (uint)leftChild << ChildShift | (missingLeft ? MissingLeft : 0) | (uint)feature);

    /// <summary>No value is at most NaN: a row goes "right" to the place after the one before, which is here.</summary>
    public static PackedNode Leaf(int place, int leaf) => new(QuietNaN | (uint)leaf, (uint)(place - 1) << ChildShift);
}

/// <summary>
/// The trees once more for scoring: siblings side by side, behind each other along the paths that most training rows took, so that a
/// descent touches few cache lines. Place 0 of a tree is not used, its root is at 1.
/// </summary>
internal sealed class PackedNodes
{
    private const int MaxPlaces = 1 << (32 - PackedNode.ChildShift);

    private PackedNodes(PackedNode[] nodes, int[] starts, int[] depths, int[] places) => (Nodes, Starts, Depths, Places) = (nodes, starts, depths, places);

    public PackedNode[] Nodes { get; }

    /// <summary>Where each tree begins in <see cref="Nodes"/>.</summary>
    public int[] Starts { get; }

    /// <summary>Edges to the deepest leaf of each tree.</summary>
    public int[] Depths { get; }

    /// <summary>The place of every node of the ensemble in its packed tree.</summary>
    public int[] Places { get; }

    public static bool Fits(TreeEnsemble trees)
    {
        if (trees.Features > PackedNode.FeatureMask + 1) return false;
        for (int t = 0; t < trees.Trees; t++)
        {
            if (trees.Roots[t + 1] - trees.Roots[t] >= MaxPlaces - 1) return false;
        }
        return true;
    }

    public static PackedNodes Pack(TreeEnsemble trees)
    {
        var nodes = new PackedNode[trees.Nodes + trees.Trees];
        var (starts, depths, places) = (new int[trees.Trees], new int[trees.Trees], new int[trees.Nodes]);
        var open = new Stack<(int Node, int Depth)>();
        for (int t = 0; t < trees.Trees; t++)
        {
            int root = trees.Roots[t], firstLeaf = FirstLeaf(trees, root), next = 2;
            starts[t] = root + t;
            places[root] = 1;
            for (open.Push((root, 0)); open.TryPop(out var at);)
            {
                int place = places[at.Node];
                depths[t] = Math.Max(depths[t], at.Depth);
                if (trees.Feature[at.Node] < 0)
                {
                    nodes[starts[t] + place] = PackedNode.Leaf(place, ~trees.Left[at.Node] - firstLeaf);
                    continue;
                }
                int left = trees.Left[at.Node], right = trees.Right[at.Node];
                nodes[starts[t] + place] = PackedNode.Split(trees.Threshold[at.Node], trees.Feature[at.Node], trees.HandlesMissing && trees.MissingLeft[at.Node], next);
                (places[left], places[right], next) = (next, next + 1, next + 2);
                bool leftFirst = trees.Cover[left] >= trees.Cover[right];
                open.Push((leftFirst ? right : left, at.Depth + 1));
                open.Push((leftFirst ? left : right, at.Depth + 1));
            }
        }
        return new PackedNodes(nodes, starts, depths, places);
    }

    /// <summary>The number of the first leaf of a tree: leaves are numbered in the order of nodes.</summary>
    public static int FirstLeaf(TreeEnsemble trees, int root)
    {
        while (trees.Feature[root] >= 0) root++;
        return ~trees.Left[root];
    }
}
