using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>
/// A record in our own words: sampling corrected, times by our clock, ICMP in Zeek's ports. One direction, or both where the exporter told
/// both or two records were paired.
/// </summary>
internal struct ForeignFlow
{
    public ExportDomain Domain;
    public Address Source, Destination;
    public ushort SourcePort, DestinationPort;
    public byte Protocol, Flags, ReverseFlags;

    /// <summary>The flags mean something.</summary>
    public bool FlagsKnown;

    /// <summary>The other direction is known, if only to be empty.</summary>
    public bool Biflow;

    /// <summary>The exporter itself says that the source began (RFC 5103 section 6.3; initiator of a firewall).</summary>
    public bool Directed;

    /// <summary>A sampled packet, to be added to others of its flow.</summary>
    public bool Sampled;

    public ushort Vlan;

    /// <summary>Exported records in this one.</summary>
    public int Records;

    /// <summary>Nanoseconds by our clock.</summary>
    public long Start, End, ReverseStart, Received;

    public long Packets, Octets, ReversePackets, ReverseOctets;
    public double Sampling;
    public uint InputInterface, OutputInterface, Label;
    public string? Application;
    public ulong ApplicationId, FlowId;
    public Address NatSource, NatDestination;
    public ushort NatSourcePort, NatDestinationPort;

    /// <summary>The same conversation seen from the other end.</summary>
    public void Turn()
    {
        (Source, Destination) = (Destination, Source);
        (SourcePort, DestinationPort) = (DestinationPort, SourcePort);
        (Flags, ReverseFlags) = (ReverseFlags, Flags);
        (Packets, ReversePackets) = (ReversePackets, Packets);
        (Octets, ReverseOctets) = (ReverseOctets, Octets);
        (InputInterface, OutputInterface) = (OutputInterface, InputInterface);
        (NatSource, NatDestination) = (NatDestination, NatSource);
        (NatSourcePort, NatDestinationPort) = (NatDestinationPort, NatSourcePort);
    }

    /// <summary>Adds a record of the same direction.</summary>
    public void Add(in ForeignFlow other)
    {
        Packets += other.Packets;
        Octets += other.Octets;
        Flags |= other.Flags;
        Records += other.Records;
        Start = Math.Min(Start, other.Start);
        End = Math.Max(End, other.End);
    }

    /// <summary>Takes in the record of the other direction.</summary>
    public void Join(in ForeignFlow reverse)
    {
        Biflow = true;
        ReversePackets = reverse.Packets;
        ReverseOctets = reverse.Octets;
        ReverseFlags = reverse.Flags;
        ReverseStart = reverse.Start;
        FlagsKnown &= reverse.FlagsKnown;
        Records += reverse.Records;
        Start = Math.Min(Start, reverse.Start);
        End = Math.Max(End, reverse.End);
        Application ??= reverse.Application;
        if (ApplicationId == 0) ApplicationId = reverse.ApplicationId;
        if (Vlan == 0) Vlan = reverse.Vlan;
        if (NatSource == default) (NatSource, NatSourcePort) = (reverse.NatDestination, reverse.NatDestinationPort);
        if (NatDestination == default) (NatDestination, NatDestinationPort) = (reverse.NatSource, reverse.NatSourcePort);
    }
}
