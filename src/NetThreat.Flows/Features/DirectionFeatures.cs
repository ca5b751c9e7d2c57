namespace NetThreat.Flows.Features;

/// <summary>Running state of one direction's features. Packet count and payload sum are the flow's own counters.</summary>
internal struct DirectionFeatures
{
    public long First, Last;
    public GapStatistics Gaps;
    public ulong LengthSquares;
    public ulong HeaderBytes;
    public uint MinLength, MaxLength;
    public uint DataPackets;
    public ushort MinHeader;

    /// <summary>The window of the first packet, unscaled; TCP only.</summary>
    public ushort InitialWindow;
    public BulkState Bulk;
}
