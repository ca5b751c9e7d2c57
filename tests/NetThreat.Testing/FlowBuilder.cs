using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Testing;

/// <summary>Flow records as the meter would make them, for tests of what reads them.</summary>
public static class FlowBuilder
{
    public static readonly Timestamp Epoch = Timestamp.FromSeconds(1_700_000_000);

    /// <summary>A first segment of a TCP attempt that nobody answered.</summary>
    public static FlowRecord Unanswered(string from, string to, int port, double at, int sourcePort = 40000) =>
        First(from, to, sourcePort, port, IpProtocol.Tcp, at, ConnState.S0, "S", 1, 0);

    /// <summary>A first segment of a TCP attempt that was refused.</summary>
    public static FlowRecord Refused(string from, string to, int port, double at, int sourcePort = 40000) =>
        First(from, to, sourcePort, port, IpProtocol.Tcp, at, ConnState.REJ, "Sr", 1, 1);

    /// <summary>A first segment of an established TCP connection.</summary>
    public static FlowRecord Established(string from, string to, int port, double at, int sourcePort = 40000) =>
        First(from, to, sourcePort, port, IpProtocol.Tcp, at, ConnState.S1, "ShAdD", 5, 4);

    public static FlowRecord Udp(string from, string to, int port, double at, bool answered, int sourcePort = 40000) =>
        First(from, to, sourcePort, port, IpProtocol.Udp, at, answered ? ConnState.SF : ConnState.S0, answered ? "Dd" : "D", 1, answered ? 1 : 0);

    public static FlowRecord Echo(string from, string to, double at, bool answered) =>
        First(from, to, 8, 0, IpProtocol.Icmp, at, ConnState.OTH, "", 1, answered ? 1 : 0);

    private static FlowRecord First(string from, string to, int sourcePort, int port, byte protocol, double at, ConnState state, string history, int sent, int received)
    {
        var start = new Timestamp(Epoch.Nanoseconds + (long)(at * Timestamp.NanosecondsPerSecond));
        var key = new FlowKey(Address.Parse(from), Address.Parse(to), (ushort)sourcePort, (ushort)port, protocol);
        var counters = new FlowCounters(new(sent, sent * 60, 0), new(received, received * 60, 0));
        return new FlowRecord
        {
            Id = IdOf(key, start),
            Key = key,
            Segment = 0,
            Final = false,
            EndReason = FlowEnd.None,
            Start = start,
            End = start,
            Time = start + TimeSpan.FromSeconds(1),
            Delta = counters,
            Total = counters,
            State = state,
            History = history,
        };
    }

    private static Id128 IdOf(FlowKey key, Timestamp start)
    {
        var h = new IdHash(stackalloc byte[256], "flow"u8);
        h.Add(key.Originator);
        h.Add(key.Responder);
        h.Add((key.OriginatorPort << 24) | (key.ResponderPort << 8) | key.Protocol);
        h.Add(start.Nanoseconds);
        return h.ToId();
    }
}
