using NetThreat.Core.Findings;
using NetThreat.Core.Time;

namespace NetThreat.Core.Wire;

/// <summary>One source's promise on the <c>findings</c> topic: none of its later findings has an event time before <paramref name="Time"/>.</summary>
/// <param name="Source">The topic and partition that the source reads.</param>
/// <param name="Sources">How many sources there are in all.</param>
public readonly record struct FindingsWatermark(string Source, int Sources, Timestamp Time, string Site);

/// <summary>The content of one message of the <c>findings</c> topic: findings, then the watermark that stands after them.</summary>
public sealed record FindingsBatch(IReadOnlyList<Finding> Findings, FindingsWatermark? Watermark = null);
