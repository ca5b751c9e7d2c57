using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.Flows.Features;

namespace NetThreat.Tests.Conformance;

/// <summary>Our flows as a tool sees them that ends no flow by FIN, RST or a new SYN: those of one tuple within the idle timeout are one.</summary>
internal static class FlowJoin
{
    /// <summary>ICMP between two hosts is one flow there, whatever its types.</summary>
    public static FlowKey WithoutIcmpTypes(FlowKey k) =>
        k.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6 ? k with { OriginatorPort = 0, ResponderPort = 0 } : k;

    /// <param name="flows">In the order of their first packets.</param>
    public static List<JoinedFlow> ByIdle(IEnumerable<FlowRecord> flows, FrameBytes frames, Func<byte, TimeSpan> idle, Func<FlowKey, FlowKey>? sameAs = null)
    {
        var joined = new List<JoinedFlow>();
        var open = new Dictionary<FlowKey, JoinedFlow>();
        foreach (var f in flows)
        {
            var key = Canonical((sameAs ?? (k => k))(f.Key));
            bool same = open.TryGetValue(key, out var flow) && f.Start.Nanoseconds - flow.End.Nanoseconds <= idle(f.Key.Protocol).Ticks * 100;
            if (!same) joined.Add(open[key] = flow = new(f.Key, f.Start));
            flow!.Add(f, frames.Of(f));
        }

        return joined;
    }

    private static FlowKey Canonical(FlowKey k)
    {
        int order = k.Originator.CompareTo(k.Responder);
        bool swap = order > 0 || (order == 0 && k.OriginatorPort > k.ResponderPort);
        return swap ? new(k.Responder, k.Originator, k.ResponderPort, k.OriginatorPort, k.Protocol) : k;
    }
}

/// <summary>One or several of our flows; the originator is the first one's.</summary>
internal sealed class JoinedFlow(FlowKey key, Timestamp start)
{
    public FlowKey Key => key;

    public Timestamp Start => start;

    public Timestamp End { get; private set; } = Timestamp.MinValue;

    public JoinedSide Originator { get; private set; }

    public JoinedSide Responder { get; private set; }

    /// <summary>The flows, first to last.</summary>
    public List<FlowRecord> Parts { get; } = [];

    public void Add(FlowRecord flow, (long Originator, long Responder) frames)
    {
        Parts.Add(flow);
        End = Timestamp.Max(End, flow.End);
        bool same = flow.Key.Originator == key.Originator && (flow.Key.OriginatorPort == key.OriginatorPort || flow.Key.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6);
        var (o, r) = (flow.Total.Originator, flow.Total.Responder);
        var mine = new JoinedSide(o.Packets, frames.Originator, o.IpBytes, o.PayloadBytes, (long)flow.Features![FlowFeatures.OriginatorStreamBytes]);
        var other = new JoinedSide(r.Packets, frames.Responder, r.IpBytes, r.PayloadBytes, (long)flow.Features![FlowFeatures.ResponderStreamBytes]);
        Originator += same ? mine : other;
        Responder += same ? other : mine;
    }
}

/// <summary>One direction of joined flows.</summary>
/// <param name="StreamBytes">TCP: bytes by sequence numbers, retransmissions once; else the payload bytes.</param>
internal readonly record struct JoinedSide(long Packets, long FrameBytes, long IpBytes, long PayloadBytes, long StreamBytes)
{
    public static JoinedSide operator +(JoinedSide a, JoinedSide b) =>
        new(a.Packets + b.Packets, a.FrameBytes + b.FrameBytes, a.IpBytes + b.IpBytes, a.PayloadBytes + b.PayloadBytes, a.StreamBytes + b.StreamBytes);
}
