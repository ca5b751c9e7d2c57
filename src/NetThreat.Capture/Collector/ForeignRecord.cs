using System.Runtime.CompilerServices;
using NetThreat.Core.Net;

namespace NetThreat.Capture.Collector;

/// <summary>
/// What one exported record says, in the exporter's own words: nothing corrected, paired or turned round. Absent numbers are 0; where 0
/// would mean something, <see cref="Has"/> tells.
/// </summary>
internal struct ForeignRecord
{
    public RecordFields Has;
    public Address Source, Destination, NextHop, NatSource, NatDestination;
    public ushort SourcePort, DestinationPort, NatSourcePort, NatDestinationPort;
    public byte Protocol, TypeOfService, SourceMask, DestinationMask, EndReason, IcmpType, IcmpCode, Direction, IpVersion, BiflowDirection, FirewallEvent;

    /// <summary>All flags of the direction's packets, one byte.</summary>
    public byte TcpFlags, ReverseTcpFlags;

    public ushort Vlan, PostVlan, ReverseVlan;
    public byte ReverseTypeOfService;
    public uint InputInterface, OutputInterface, SourceAs, DestinationAs, ForwardingStatus, IngressVrf, EgressVrf;

    /// <summary>Bytes of the network layer and packets, of this direction and of the other one (RFC 5103, or initiator and responder).</summary>
    public ulong Octets, Packets, ReverseOctets, ReversePackets;

    /// <summary>Since the flow's start rather than since the last record (octetTotalCount).</summary>
    public ulong OctetsTotal, PacketsTotal, ReverseOctetsTotal, ReversePacketsTotal;

    /// <summary>After the observation point (NetFlow's OUT_BYTES): the count where nothing else is given.</summary>
    public ulong PostOctets, PostPackets;

    /// <summary>Milliseconds of the exporter's uptime.</summary>
    public uint StartUptime, EndUptime;

    /// <summary>Nanoseconds since the epoch; 0 where unknown.</summary>
    public long Start, End, SystemStart, Observed;

    /// <summary>Microseconds before the export time.</summary>
    public ulong StartBefore, EndBefore;

    /// <summary>Milliseconds from the start to the first packet of the other direction.</summary>
    public uint ReverseStartDelta;

    /// <summary>Nanoseconds.</summary>
    public long Duration;

    public ulong FlowId, SourceMac, DestinationMac, ApplicationId, SamplerId;

    /// <summary>Sampling as the record itself tells: interval and space in packets, size out of population, or a probability.</summary>
    public ulong SamplingInterval, SamplingSpace, SamplingSize, SamplingPopulation;

    public double SamplingProbability;

    /// <summary>Label stack entries, outermost first: 20 bits of label, 3 of class, 1 of bottom.</summary>
    public MplsLabels Labels;

    public byte LabelCount;
    public string? ApplicationName, VrfName;

    [InlineArray(10)]
    internal struct MplsLabels
    {
        private uint _first;
    }
}
