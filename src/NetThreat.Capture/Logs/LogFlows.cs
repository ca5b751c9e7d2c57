using System.Globalization;
using NetThreat.Capture.Collector;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows.Features;

namespace NetThreat.Capture.Logs;

/// <summary>Rows about whole flows (Zeek's conn.log, EVE's flow events) to flow records.</summary>
internal sealed class LogFlows(Vantage vantage) : IDisposable
{
    private static readonly System.Buffers.SearchValues<char> HistoryLetters = System.Buffers.SearchValues.Create("^ShAaDdFfRrCcGgTtWwIiQqHs");

    private readonly ForeignIdentity _identity = new(vantage);

    /// <param name="facts">What other logs told of the flow.</param>
    /// <param name="clock">The log's own time so far: no record is earlier.</param>
    /// <returns>Null where the row lacks addresses or times.</returns>
    public FlowRecord? Zeek(LogRow row, ApplicationFacts? facts, Timestamp clock)
    {
        if (!row.TryAddress("id.orig_h", out var originator) || !row.TryAddress("id.resp_h", out var responder) || row.Nanoseconds("ts") is not { } start) return null;
        long duration = Math.Max(0, row.Nanoseconds("duration") ?? 0), end = start > long.MaxValue - duration ? start : start + duration;
        var key = new FlowKey(originator, responder, row.Port("id.orig_p"), row.Port("id.resp_p"), Protocol(row.Text("proto"), row.Text("ip_proto"), originator));
        long sent = row.Count64("orig_bytes"), answered = row.Count64("resp_bytes");
        var total = new FlowCounters(new(row.Count64("orig_pkts"), row.Count64("orig_ip_bytes"), sent), new(row.Count64("resp_pkts"), row.Count64("resp_ip_bytes"), answered));
        if (row.Text("service") is { } service && facts?.Service is null) facts = (facts ?? new()) with { Service = ZeekFacts.Cut(service) };
        var record = Record(key, new(start), new(end), clock, total, "zeek", row.Text("uid"), facts);
        if (row.Has("orig_bytes")) record.Features![FlowFeatures.OriginatorStreamBytes] = sent;
        if (row.Has("resp_bytes")) record.Features![FlowFeatures.ResponderStreamBytes] = answered;
        if (row.Has("missed_bytes")) record.Features![FlowFeatures.MissedBytes] = row.Count64("missed_bytes");
        return record with
        {
            State = Enum.TryParse(row.Text("conn_state"), out ConnState state) && Enum.IsDefined(state) ? state : ConnState.OTH,
            History = Letters(row.Text("history")),
            Vlan = (ushort)Math.Min(row.Count64("vlan"), 4095),
        };
    }

    /// <inheritdoc cref="Zeek"/>
    public FlowRecord? Eve(LogRow row, ApplicationFacts? facts, Timestamp clock)
    {
        if (!row.TryAddress("src_ip", out var originator) || !row.TryAddress("dest_ip", out var responder)) return null;
        if ((row.Nanoseconds("flow.start") ?? row.Nanoseconds("timestamp")) is not { } start) return null;
        long end = Math.Max(start, row.Nanoseconds("flow.end") ?? start);
        byte protocol = Protocol(row.Text("proto")?.ToLowerInvariant(), null, originator);
        bool icmp = protocol is IpProtocol.Icmp or IpProtocol.IcmpV6;
        byte type = (byte)row.Count64("icmp_type");
        var key = icmp
            ? new FlowKey(originator, responder, type, (ushort)IcmpCounterpart.Of(protocol, type, (byte)row.Count64("icmp_code"), out _), protocol)
            : new FlowKey(originator, responder, row.Port("src_port"), row.Port("dest_port"), protocol);
        // Bytes of whole frames as Suricata saw them; the link header is not told apart.
        var total = new FlowCounters(new(row.Count64("flow.pkts_toserver"), row.Count64("flow.bytes_toserver"), 0), new(row.Count64("flow.pkts_toclient"), row.Count64("flow.bytes_toclient"), 0));
        if (row.Text("app_proto") is { } app and not ("failed" or "unknown") && facts?.Service is null)
            facts = (facts ?? new()) with { Service = NamedServices.Facts(app)?.Service ?? ZeekFacts.Cut(app) };
        var flow = new ForeignFlow
        {
            Protocol = protocol,
            Flags = Flags(row.Text("tcp.tcp_flags_ts")),
            ReverseFlags = Flags(row.Text("tcp.tcp_flags_tc")),
            FlagsKnown = row.Has("tcp.tcp_flags_ts"),
            Packets = total.Originator.Packets,
            ReversePackets = total.Responder.Packets,
            Octets = total.Originator.IpBytes,
            ReverseOctets = total.Responder.IpBytes,
        };
        return Record(key, new(start), new(end), clock, total, "eve", row.Text("flow_id"), facts) with
        {
            State = TcpSummary.State(flow),
            History = TcpSummary.History(flow),
            Vlan = row.Text("vlan") is { } vlan && ushort.TryParse(vlan.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort id) ? (ushort)(id & 0xFFF) : (ushort)0,
        };
    }

    public void Dispose() => _identity.Dispose();

    private FlowRecord Record(in FlowKey key, Timestamp start, Timestamp end, Timestamp clock, in FlowCounters total, string kind, string? id, ApplicationFacts? facts) => new()
    {
        Id = _identity.Of(key, start.Nanoseconds, default, 0, unchecked((long)Partitioning.HashName(id ?? ""))),
        Key = key,
        Segment = 0,
        Final = true,
        EndReason = FlowEnd.Foreign,
        Start = start,
        End = end,
        Time = Timestamp.Max(end, clock),
        Delta = total,
        Total = total,
        State = ConnState.OTH,
        History = "",
        Application = facts,
        Foreign = new ForeignFacts { Kind = kind, ForeignId = id is { Length: > ForeignFacts.MaxText } ? id[..ForeignFacts.MaxText] : id },
        FeatureSchema = FlowFeatures.Schema.Version,
        Features = ForeignFeatures.Row(total, end.Nanoseconds - start.Nanoseconds, bothSides: true, payload: false),
    };

    private static byte Protocol(string? name, string? number, in Address originator) => name switch
    {
        "tcp" => IpProtocol.Tcp,
        "udp" => IpProtocol.Udp,
        "icmp" or "ipv6-icmp" or "icmp6" => originator.IsV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6,
        "sctp" => IpProtocol.Sctp,
        "gre" => IpProtocol.Gre,
        "esp" => IpProtocol.Esp,
        _ => byte.TryParse(number ?? name, NumberStyles.None, CultureInfo.InvariantCulture, out byte n) ? n : (byte)0,
    };

    private static byte Flags(string? hexadecimal) => byte.TryParse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte flags) ? flags : (byte)0;

    /// <summary>Zeek's letters; a text that has others, or is longer than any history, is none.</summary>
    private static string Letters(string? history) =>
        history is null || history.Length > 256 || history.AsSpan().IndexOfAnyExcept(HistoryLetters) >= 0 ? "" : history;
}
