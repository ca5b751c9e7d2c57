namespace NetThreat.Learning.Explanations;

/// <summary>A split as TreeSHAP walks it; nodes are numbered from the tree's root.</summary>
internal readonly record struct ShapSplit
{
    public required int Node { get; init; }

    public required int Feature { get; init; }

    /// <summary>Left when x ≤ threshold.</summary>
    public required float Threshold { get; init; }

    public required bool MissingLeft { get; init; }

    public required int Left { get; init; }

    public required int Right { get; init; }

    /// <summary>The nearest node on the way from the root that was entered by the same column; -1 where there is none.</summary>
    public required int Earlier { get; init; }

    /// <summary>Share of the earlier node in the sense of <see cref="LeftShare"/>.</summary>
    public required double EarlierShare { get; init; }

    /// <summary>Share of the training rows that go left, times those of earlier splits by the same column on the way.</summary>
    public required double LeftShare { get; init; }

    /// <inheritdoc cref="LeftShare"/>
    public required double RightShare { get; init; }

    /// <summary>Share of the training rows that go left at this split alone.</summary>
    public required double LeftHere { get; init; }
}
