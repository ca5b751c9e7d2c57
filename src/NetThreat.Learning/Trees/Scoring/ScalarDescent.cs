using System.Runtime.CompilerServices;

namespace NetThreat.Learning.Trees.Scoring;

/// <summary>
/// Descends one packed tree row by row with plain instructions. Every row makes as many steps as the tree is deep (a leaf leads to itself),
/// so that there is no branch to mispredict and the processor overlaps rows and trees.
/// </summary>
internal static unsafe class ScalarDescent
{
    /// <param name="nodes">The tree's place 0.</param>
    /// <param name="depth">Edges to its deepest leaf.</param>
    /// <param name="leaves">Receives the number of each row's leaf.</param>
    public static void Descend<TMissing>(PackedNode* nodes, int depth, float* rows, int width, int count, int* leaves)
        where TMissing : IMissing
    {
        for (int r = 0; r < count; r++, rows += width)
        {
            uint at = 1;
            for (int d = 0; d < depth; d++) at = Next<TMissing>(nodes[at], rows);
            leaves[r] = (int)(nodes[at].Threshold & PackedNode.LeafMask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Next<TMissing>(PackedNode node, float* row)
        where TMissing : IMissing
    {
        float x = row[node.Link & PackedNode.FeatureMask];
        uint child = node.Link >> PackedNode.ChildShift;
        if (TMissing.Possible && float.IsNaN(x)) return (node.Link & PackedNode.MissingLeft) != 0 ? child : child + 1;
        return child + (x <= BitConverter.UInt32BitsToSingle(node.Threshold) ? 0u : 1u);
    }
}
