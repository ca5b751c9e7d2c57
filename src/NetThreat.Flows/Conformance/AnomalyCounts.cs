using System.Numerics;
using NetThreat.Core.Flows;

namespace NetThreat.Flows.Conformance;

/// <summary>How many packets had each anomaly, those that became no flow included.</summary>
public sealed class AnomalyCounts
{
    private readonly long[] _counts = new long[64];

    /// <summary>Packets that had it.</summary>
    /// <param name="anomaly">A single one.</param>
    public long this[Anomaly anomaly] => _counts[BitOperations.TrailingZeroCount((ulong)anomaly)];

    /// <summary>Every anomaly that occurred, with its number.</summary>
    public IEnumerable<KeyValuePair<Anomaly, long>> All
    {
        get
        {
            for (int i = 0; i < _counts.Length; i++)
                if (_counts[i] > 0) yield return new((Anomaly)(1UL << i), _counts[i]);
        }
    }

    public void Add(Anomaly anomalies)
    {
        for (ulong left = (ulong)anomalies; left != 0; left &= left - 1) _counts[BitOperations.TrailingZeroCount(left)]++;
    }
}
