namespace NetThreat.Capture.Collector;

/// <summary>Which fields a record had, of those whose absence differs from 0.</summary>
[Flags]
internal enum RecordFields : uint
{
    None = 0,
    Source = 1 << 0,
    Destination = 1 << 1,
    SourcePort = 1 << 2,
    DestinationPort = 1 << 3,
    Protocol = 1 << 4,
    TcpFlags = 1 << 5,
    ReverseTcpFlags = 1 << 6,
    Octets = 1 << 7,
    Packets = 1 << 8,
    Reverse = 1 << 9,
    StartUptime = 1 << 10,
    EndUptime = 1 << 11,
    IcmpTypeCode = 1 << 12,
    EndReason = 1 << 13,
    SamplerId = 1 << 14,
    InputInterface = 1 << 15,
    OutputInterface = 1 << 16,
    StartBefore = 1 << 17,
    EndBefore = 1 << 18,
    Duration = 1 << 19,
    OctetsTotal = 1 << 20,
    PacketsTotal = 1 << 21,
    ReverseStart = 1 << 22,
    FirewallEvent = 1 << 23,
    BiflowDirection = 1 << 24,
    PostOctets = 1 << 25,
    PostPackets = 1 << 26,
}
