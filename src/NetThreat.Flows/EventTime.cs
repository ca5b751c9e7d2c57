using NetThreat.Core.Time;

namespace NetThreat.Flows;

/// <summary>Keeps capture times where sums with timeouts and differences of two fit into 64 bits.</summary>
internal static class EventTime
{
    /// <summary>The year 2116, and as far before the epoch: beyond what any capture format that counts seconds in 32 bits can say.</summary>
    private const long Limit = (1L << 62) - (1L << 56);

    public static long Clamp(Timestamp time) => Math.Clamp(time.Nanoseconds, -Limit, Limit);
}
