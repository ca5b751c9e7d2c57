namespace NetThreat.Learning.Trees;

/// <summary>
/// One binary tree as parallel arrays indexed by node, the root first, every child after its parent: what trainers and imports hand to
/// <see cref="TreeEnsemble"/>, which checks it. A row goes left where its value is at most the threshold.
/// </summary>
public sealed record DecisionTree
{
    /// <summary>The column that a node asks for; negative at leaves.</summary>
    public required int[] Feature { get; init; }

    /// <summary>Left when x ≤ threshold; see <see cref="SplitThreshold"/> for other conventions. Ignored at leaves.</summary>
    public required float[] Threshold { get; init; }

    /// <summary>The child's place in these arrays; ignored at leaves.</summary>
    public required int[] Left { get; init; }

    /// <inheritdoc cref="Left"/>
    public required int[] Right { get; init; }

    /// <summary>Does a missing value go left? Null where the tree gives missing values no meaning.</summary>
    public bool[]? MissingLeft { get; init; }

    /// <summary>Nodes × values per leaf; those of nodes that split are ignored.</summary>
    public required double[] Values { get; init; }

    /// <summary>Weight of the training rows that reached the node (boosting: sum of their hessians).</summary>
    public required double[] Cover { get; init; }

    /// <summary>The output that the leaves of one value add to.</summary>
    public int Output { get; init; }
}
