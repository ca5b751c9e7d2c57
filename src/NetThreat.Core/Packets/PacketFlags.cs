namespace NetThreat.Core.Packets;

/// <summary>What a capture knows of a packet beside its bytes.</summary>
[Flags]
public enum PacketFlags : byte
{
    None = 0,

    /// <summary>The sender left its checksums to hardware that the packet has not passed yet: what stands in their fields is no fault.</summary>
    ChecksumIncomplete = 1,

    /// <summary>The receiving hardware found the transport checksum good.</summary>
    ChecksumGood = 2,

    /// <summary>The capturing host sent it.</summary>
    Outgoing = 4,

    /// <summary>Later packets of its flow are left out on purpose, and counted: the flow's counters are lower bounds from here on.</summary>
    Thinned = 8,
}
