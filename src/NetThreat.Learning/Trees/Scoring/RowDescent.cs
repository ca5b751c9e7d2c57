namespace NetThreat.Learning.Trees.Scoring;

/// <summary>
/// Descends packed trees with one row, four trees at a time: each step of a descent waits for the one before, so that one tree alone leaves
/// the processor idle (100 isolation trees: 4.9 us one by one, 'bench learning').
/// </summary>
internal static unsafe class RowDescent
{
    public const int Trees = 4;

    /// <param name="nodes">All trees.</param>
    /// <param name="starts">Where each of the four trees begins.</param>
    /// <param name="depth">Edges to the deepest leaf of the four; a leaf leads to itself.</param>
    /// <param name="leaves">Receives the number of the leaf in each tree.</param>
    public static void Descend<TMissing>(PackedNode* nodes, ReadOnlySpan<int> starts, int depth, float* row, int* leaves)
        where TMissing : IMissing
    {
        PackedNode* first = nodes + starts[0], second = nodes + starts[1], third = nodes + starts[2], fourth = nodes + starts[3];
        uint a = 1, b = 1, c = 1, d = 1;
        for (int level = 0; level < depth; level++)
        {
            a = ScalarDescent.Next<TMissing>(first[a], row);
            b = ScalarDescent.Next<TMissing>(second[b], row);
            c = ScalarDescent.Next<TMissing>(third[c], row);
            d = ScalarDescent.Next<TMissing>(fourth[d], row);
        }
        leaves[0] = (int)(first[a].Threshold & PackedNode.LeafMask);
        leaves[1] = (int)(second[b].Threshold & PackedNode.LeafMask);
        leaves[2] = (int)(third[c].Threshold & PackedNode.LeafMask);
        leaves[3] = (int)(fourth[d].Threshold & PackedNode.LeafMask);
    }
}
