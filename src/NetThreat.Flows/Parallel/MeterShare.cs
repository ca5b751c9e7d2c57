using NetThreat.Flows.Table;

namespace NetThreat.Flows.Parallel;

/// <summary>Which flows a table keeps, by the hash of their key; both directions have one hash.</summary>
internal readonly record struct MeterShare(int Index, int Count)
{
    public static MeterShare Whole { get; } = new(0, 1);

    /// <summary>Counts what all workers see alike.</summary>
    public bool IsFirst => Index == 0;

    public bool Owns(ulong hash) => Count == 1 || (int)((hash >> 32) * (uint)Count >> 32) == Index;

    /// <summary>
    /// A flow whose packets may carry others. Every worker keeps those, so that it knows the parent of what they carry; only the owner
    /// publishes them.
    /// </summary>
    public static bool MayCarry(in PackedKey key) => Packets.Tunnels.TunnelCarriers.MayCarry(key.Protocol, key.PortA, key.PortB);
}
