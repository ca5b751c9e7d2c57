namespace NetThreat.Capture.SFlow;

/// <summary>The generic counters of an interface as sFlow tells them (sFlow version 5, section 5.4, if_counters), and those of Ethernet beside them.</summary>
internal struct InterfaceCounters
{
    /// <summary>The number of the sample among those of its source.</summary>
    public uint Sequence;

    public uint Index, Type, Direction, Status;

    /// <summary>Bits per second.</summary>
    public ulong Speed;

    public ulong InOctets, OutOctets;
    public uint InUnicast, InMulticast, InBroadcast, InDiscards, InErrors, InUnknownProtocols;
    public uint OutUnicast, OutMulticast, OutBroadcast, OutDiscards, OutErrors, Promiscuous;

    /// <summary>The 13 numbers of ethernet_counters, in their order; null where they were not told.</summary>
    public uint[]? Ethernet;

    public string? PortName;
}
