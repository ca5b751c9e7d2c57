using System.Collections.Immutable;

namespace NetThreat.Learning.Boosting.Growing;

/// <summary>What holds a tree back.</summary>
/// <param name="MaxDepth">Most edges from the root to a leaf.</param>
/// <param name="MaxLeaves">Most leaves, the best splits first; 0 splits all there is, down to the depth.</param>
/// <param name="L2">Added to the hessians of a leaf: shrinks its value.</param>
/// <param name="MinGain">A split gains more than this.</param>
/// <param name="MinChildWeight">Least sum of hessians of a child.</param>
/// <param name="LearningRate">Leaf values are multiplied with it.</param>
/// <param name="Monotone">Per column: 1 the margin never falls with it, -1 never rises, 0 free; empty when all are free.</param>
internal sealed record GrowthLimits(int MaxDepth, int MaxLeaves, double L2, double MinGain, double MinChildWeight, double LearningRate, ImmutableArray<int> Monotone);
