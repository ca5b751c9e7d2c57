using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.FlowExport.Zeek;
using NetThreat.Flows.Features;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport;

/// <summary>A flow as its JSON line has it, out of the meter's row or a record.</summary>
internal readonly ref struct JsonFlow
{
    private static readonly byte[][] TunnelNames = [.. Enum.GetValues<TunnelKind>().Select(t => System.Text.Encoding.ASCII.GetBytes(JsonNamingPolicy.SnakeCaseLower.ConvertName(t.ToString())))];

    private readonly FlowKey _key;
    private readonly Id128 _id, _parent;
    private readonly long _start;
    private readonly FlowCounters _total;
    private readonly ReadOnlySpan<byte> _history;
    private readonly ConnState _state;
    private readonly FlowEnd _end;
    private readonly TunnelKind _tunnel;
    private readonly Anomaly _anomalies;
    private readonly int _segment, _icmpErrors, _lastIcmpError;
    private readonly ushort _vlan;
    private readonly bool _directionDoubtful;

    public JsonFlow(FlowRow flow)
    {
        (_key, _id, _parent, _start, _total) = (flow.Key, flow.Id, flow.Parent, flow.Start.Nanoseconds, flow.Total);
        _history = flow.History;
        (_state, _end, _tunnel, _anomalies) = (flow.State, flow.EndReason, flow.Tunnel, flow.Anomalies);
        (_segment, _icmpErrors, _lastIcmpError, _vlan, _directionDoubtful) = (flow.Segment, flow.IcmpErrors, flow.LastIcmpError, flow.Vlan, flow.DirectionDoubtful);
        Features = flow.FeatureRow;
    }

    /// <param name="history">The record's history in ASCII.</param>
    public JsonFlow(FlowRecord flow, ReadOnlySpan<byte> history)
    {
        (_key, _id, _parent, _start, _total) = (flow.Key, flow.Id, flow.Parent, flow.Start.Nanoseconds, flow.Total);
        _history = history;
        (_state, _end, _tunnel, _anomalies) = (flow.State, flow.EndReason, flow.Tunnel, flow.Anomalies);
        (_segment, _icmpErrors, _lastIcmpError, _vlan, _directionDoubtful) = (flow.Segment, flow.IcmpErrors, flow.LastIcmpError, flow.Vlan, flow.DirectionDoubtful);
        Features = flow.Features;
        Foreign = flow.Foreign;
    }

    /// <summary>By the schema's columns, NaN where unknown.</summary>
    public ReadOnlySpan<double> Features { get; }

    public ForeignFacts? Foreign { get; }

    /// <summary>Opens the object: who, when, how much.</summary>
    public void WriteConnection(string? service, TextBuffer output)
    {
        output.Text("{\"ts\":"u8);
        output.Seconds(_start);
        output.Text(",\"uid\":\""u8);
        Uid(_id, output);
        output.Text("\",\"id.orig_h\":\""u8);
        output.Address(_key.Originator);
        Number("\",\"id.orig_p\":"u8, _key.OriginatorPort, output);
        output.Text(",\"id.resp_h\":\""u8);
        output.Address(_key.Responder);
        Number("\",\"id.resp_p\":"u8, _key.ResponderPort, output);
        Text(",\"proto\":\""u8, ZeekText.Protocol(_key.Protocol), output);
        // Names of protocols are ours: nothing in them has to be escaped.
        if (service is not null)
        {
            output.Text(",\"service\":\""u8);
            output.Text(service);
            output.Byte((byte)'"');
        }

        Volume(output);
        Text(",\"conn_state\":\""u8, ZeekText.State(_state), output);
        Flag(",\"local_orig\":"u8, LocalNetworks.Contains(_key.Originator), output);
        Flag(",\"local_resp\":"u8, LocalNetworks.Contains(_key.Responder), output);
        Number(",\"missed_bytes\":"u8, Whole(Features[FlowFeatures.MissedBytes]), output);
        if (_history.Length > 0) Text(",\"history\":\""u8, _history, output);
        Number(",\"orig_pkts\":"u8, _total.Originator.Packets, output);
        Number(",\"orig_ip_bytes\":"u8, _total.Originator.IpBytes, output);
        Number(",\"resp_pkts\":"u8, _total.Responder.Packets, output);
        Number(",\"resp_ip_bytes\":"u8, _total.Responder.IpBytes, output);
        Number(",\"ip_proto\":"u8, _key.Protocol, output);
        Identity(output);
    }

    /// <summary>The flow that carried this one.</summary>
    public void WriteTunnel(TextBuffer output)
    {
        if (_tunnel == TunnelKind.None) return;
        output.Text(",\"parent\":\""u8);
        Hex(_parent, output);
        output.Text("\",\"parent_uid\":\""u8);
        Uid(_parent, output);
        output.Byte((byte)'"');
        Text(",\"tunnel\":\""u8, TunnelNames[(int)_tunnel], output);
    }

    /// <summary>What was odd about the packets, and the ICMP errors that quoted them.</summary>
    public void WriteOddities(TextBuffer output)
    {
        if (_anomalies != Anomaly.None) Anomalies((ulong)_anomalies, output);
        if (_icmpErrors == 0) return;
        Number(",\"icmp_errors\":"u8, _icmpErrors, output);
        Number(",\"last_icmp_type\":"u8, _lastIcmpError >> 8, output);
        Number(",\"last_icmp_code\":"u8, _lastIcmpError & 0xFF, output);
    }

    private void Volume(TextBuffer output)
    {
        double duration = Features[FlowFeatures.OpenDuration];
        if (!(duration > 0)) return;
        output.Text(",\"duration\":"u8);
        output.Seconds((long)Math.Round(duration * 1e3));
        Number(",\"orig_bytes\":"u8, Whole(Features[FlowFeatures.OriginatorStreamBytes]), output);
        Number(",\"resp_bytes\":"u8, Whole(Features[FlowFeatures.ResponderStreamBytes]), output);
    }

    private void Identity(TextBuffer output)
    {
        output.Text(",\"community_id\":\""u8);
        CommunityId.Write(_key, 0, output.GetSpan(CommunityId.Length));
        output.Advance(CommunityId.Length);
        output.Text("\",\"flow_id\":\""u8);
        Hex(_id, output);
        Number("\",\"segments\":"u8, _segment + 1, output);
        Text(",\"end_reason\":\""u8, EndReason(_end), output);
        if (_vlan != 0) Number(",\"vlan\":"u8, _vlan, output);
        if (_directionDoubtful) Flag(",\"direction_doubtful\":"u8, true, output);
    }

    private static void Anomalies(ulong bits, TextBuffer output)
    {
        output.Text(",\"anomalies\":["u8);
        for (bool first = true; bits != 0; bits &= bits - 1, first = false)
        {
            output.Text(first ? "\""u8 : ",\""u8);
            output.Text(AnomalyNames.Of((Anomaly)bits));
            output.Byte((byte)'"');
        }

        output.Byte((byte)']');
    }

    private static void Number(ReadOnlySpan<byte> name, long value, TextBuffer output)
    {
        output.Text(name);
        output.Number(value);
    }

    private static void Flag(ReadOnlySpan<byte> name, bool value, TextBuffer output)
    {
        output.Text(name);
        output.Text(value ? "true"u8 : "false"u8);
    }

    private static void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, TextBuffer output)
    {
        output.Text(name);
        output.Text(value);
        output.Byte((byte)'"');
    }

    private static void Uid(Id128 id, TextBuffer output) => output.Advance(ZeekText.WriteUid(id, output.GetSpan(ZeekText.MaxUid)));

    private static void Hex(Id128 id, TextBuffer output)
    {
        var to = output.GetSpan(32);
        for (int i = 0; i < 16; i++)
        {
            int shift = 60 - 4 * i;
            to[i] = "0123456789abcdef"u8[(int)(id.High >> shift & 0xF)];
            to[16 + i] = "0123456789abcdef"u8[(int)(id.Low >> shift & 0xF)];
        }

        output.Advance(32);
    }

    private static ReadOnlySpan<byte> EndReason(FlowEnd reason) => reason switch
    {
        FlowEnd.Closed => "closed"u8,
        FlowEnd.Idle => "idle"u8,
        FlowEnd.Reused => "reused"u8,
        FlowEnd.Evicted => "evicted"u8,
        FlowEnd.Foreign => "foreign"u8,
        _ => "none"u8,
    };

    /// <summary>Unknown counts as 0.</summary>
    private static long Whole(double value) => value > 0 ? (long)value : 0;
}
