using NetThreat.Core.Net;
using NetThreat.Core.Sketches;

namespace NetThreat.Flows.Aggregates;

/// <summary>
/// Counts by host in fixed memory, never too low: a count-min sketch with conservative update (Estan and Varghese 2002). Of spoofed
/// sources a million share the counters, and none of them comes near a rate worth aggregating.
/// </summary>
internal sealed class HostCounts
{
    private const int Width = 1 << 16;
    private readonly int[] _first = new int[Width], _second = new int[Width];

    /// <summary>Counts one more of the host.</summary>
    /// <returns>Its count, or more where others share its places.</returns>
    public int Add(Address host)
    {
        ulong hash = KeyHash.Of(host);
        ref int a = ref _first[hash & (Width - 1)], b = ref _second[hash >> 32 & (Width - 1)];
        int count = Math.Min(a, b);
        if (count < int.MaxValue) count++;
        a = Math.Max(a, count);
        b = Math.Max(b, count);
        return count;
    }

    public void Clear()
    {
        Array.Clear(_first);
        Array.Clear(_second);
    }
}
