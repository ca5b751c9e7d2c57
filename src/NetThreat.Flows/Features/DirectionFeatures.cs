using System.Runtime.Intrinsics;

namespace NetThreat.Flows.Features;

/// <summary>Running state of one direction's features. Packet count and payload sum are the flow's own counters.</summary>
internal struct DirectionFeatures
{
    public long First, Last;
    public GapStatistics Gaps;
    public uint MinLength, MaxLength;
    public ulong LengthSquares;

    /// <summary>How many packets had each flag, from FIN in lane 0 to CWR in lane 7.</summary>
    public Vector256<uint> Flags;

    public ulong HeaderBytes;
    public uint MinHeader;

    /// <summary>The window of the first packet, unscaled; TCP only.</summary>
    public uint InitialWindow;

    public uint DataPackets;
    public BulkState Bulk;
}
