using NetThreat.Capture.Files;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Packets;

namespace NetThreat.Tests.Conformance;

/// <summary>
/// Bytes of whole frames by flow, which some tools count where we count from the IP header on: every packet's length on the wire goes to
/// the flow of its addresses and ports that was open at its time.
/// </summary>
internal sealed class FrameBytes
{
    /// <summary>Longer frames do not fit NFStream's snapshot length.</summary>
    private const int SnapshotLength = 1536;

    private readonly Dictionary<FlowKey, List<Entry>> _flows = [];

    /// <summary>The frames of some flow have different VLAN ids.</summary>
    public bool MixedVlans { get; private set; }

    /// <summary>Some frame is longer than 1,536 bytes.</summary>
    public bool LongFrames { get; private set; }

    /// <summary>Some IPv4 header says that its packet has no length, as segmentation offload leaves it.</summary>
    public bool ZeroLengths { get; private set; }

    public FrameBytes(string capture, IEnumerable<FlowRecord> flows)
    {
        foreach (var f in flows)
        {
            if (!_flows.TryGetValue(Canonical(f.Key), out var list)) _flows[Canonical(f.Key)] = list = [];
            list.Add(new(f));
        }

        using var source = CaptureFile.Open(capture);
        var batch = new PacketBatch();
        while (source.Read(batch, default))
            foreach (ref readonly var packet in batch.Packets) Add(in packet);
    }

    /// <summary>Frame bytes of (originator, responder).</summary>
    public (long Originator, long Responder) Of(FlowRecord flow)
    {
        var entry = _flows[Canonical(flow.Key)].Find(e => e.Flow.Id == flow.Id)!;
        return (entry.Originator, entry.Responder);
    }

    private void Add(in CapturedPacket packet)
    {
        LongFrames |= packet.WireLength > SnapshotLength;
        ZeroLengths |= packet.LinkType == 1 && packet.Data is [_, _, _, _, _, _, _, _, _, _, _, _, 8, 0, 0x45, _, 0, 0, ..];
        var decoded = default(DecodedPacket);
        var outcome = PacketDecoder.Decode(in packet, ref decoded);
        for (int depth = 0; outcome == DecodeOutcome.Flow; depth++)
        {
            Count(in packet, in decoded);
            if (decoded.Inner == InnerLayer.None || depth == 4) return;
            var outer = decoded;
            outcome = PacketDecoder.DecodeInner(in packet, in outer, ref decoded);
        }
    }

    private void Count(in CapturedPacket packet, in DecodedPacket d)
    {
        var key = new FlowKey(d.Source, d.Destination, d.SourcePort, d.DestinationPort, d.Protocol);
        if (!_flows.TryGetValue(Canonical(key), out var list)) return;
        var time = packet.Time;
        var entry = list.Find(e => e.Flow.Start <= time && time <= e.Flow.End) ?? list[^1];
        MixedVlans |= entry.Seen && entry.Vlan != d.Vlan;
        (entry.Seen, entry.Vlan) = (true, d.Vlan);
        if (d.Source == entry.Flow.Key.Originator && (Portless(d.Protocol) || d.SourcePort == entry.Flow.Key.OriginatorPort)) entry.Originator += packet.WireLength;
        else entry.Responder += packet.WireLength;
    }

    /// <summary>One key for both directions. ICMP goes by addresses: its messages of one pair of hosts are told apart by time alone.</summary>
    private static FlowKey Canonical(FlowKey k)
    {
        if (Portless(k.Protocol)) k = k with { OriginatorPort = 0, ResponderPort = 0 };
        int order = k.Originator.CompareTo(k.Responder);
        bool swap = order > 0 || (order == 0 && k.OriginatorPort > k.ResponderPort);
        return swap ? new(k.Responder, k.Originator, k.ResponderPort, k.OriginatorPort, k.Protocol) : k;
    }

    private static bool Portless(byte protocol) => protocol is IpProtocol.Icmp or IpProtocol.IcmpV6;

    private sealed class Entry(FlowRecord flow)
    {
        public FlowRecord Flow => flow;

        public bool Seen { get; set; }

        public ushort Vlan { get; set; }

        public long Originator { get; set; }

        public long Responder { get; set; }
    }
}
