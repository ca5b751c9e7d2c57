using NetThreat.Packets;

namespace NetThreat.Flows.Table;

/// <summary>A decoded packet with its place in the table.</summary>
internal struct Prepared
{
    public DecodedPacket Packet;
    public PackedKey Key;
    public ulong Hash;
    public DecodeOutcome Outcome;

    /// <summary>The flow belongs to another worker's table.</summary>
    public bool Elsewhere;

    /// <summary>The packet's source is the key's B.</summary>
    public bool FromB;
}
