using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.FlowExport.Zeek;
using NetThreat.Flows.Features;

namespace NetThreat.FlowExport;

/// <summary>
/// One JSON object a line: the fields of Zeek's conn.log under Zeek's names, then what Zeek has no name for (flow_id, segments,
/// end_reason, vlan, parent and tunnel, anomalies, the first packets, what payload said) and <c>features</c>, the row by the schema's column names. What is unknown is absent.
/// </summary>
internal sealed class JsonFlowWriter : IFlowWriter, IDisposable
{
    /// <summary>What stands before each column's number.</summary>
    private static readonly byte[][] FeatureNames = [.. FlowFeatures.Schema.Columns.Select(c => Encoding.UTF8.GetBytes($",\"{JsonEncodedText.Encode(c.Name)}\":"))];
    private static readonly int MaxFeatures = FeatureNames.Sum(n => n.Length + NumberText.MaxLength) + 2;
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly byte[] _features = new byte[MaxFeatures];
    private Utf8JsonWriter? _json;

    public void Begin(TextBuffer output) => _json = new Utf8JsonWriter(output, Options);

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        var json = _json!;
        json.Reset();
        json.WriteStartObject();
        Connection(json, flow, facts);
        JsonFactsWriter.Write(json, facts);
        JsonFlowDetail.Write(json, flow);
        Features(json, flow.Features!);
        json.WriteEndObject();
        json.Flush();
        output.Byte((byte)'\n');
    }

    public void End(TextBuffer output) => Dispose();

    public void Dispose() => _json?.Dispose();

    private static void Connection(Utf8JsonWriter json, FlowRecord flow, ApplicationFacts? facts)
    {
        var key = flow.Key;
        Seconds(json, "ts"u8, flow.Start.Nanoseconds);
        json.WriteString("uid"u8, ZeekText.Uid(flow.Id));
        json.WriteString("id.orig_h"u8, key.Originator.ToString());
        json.WriteNumber("id.orig_p"u8, key.OriginatorPort);
        json.WriteString("id.resp_h"u8, key.Responder.ToString());
        json.WriteNumber("id.resp_p"u8, key.ResponderPort);
        json.WriteString("proto"u8, ZeekText.Protocol(key.Protocol));
        if (facts?.Service is { } service) json.WriteString("service"u8, service);
        double duration = flow.Features![FlowFeatures.OpenDuration];
        if (duration > 0)
        {
            Seconds(json, "duration"u8, (long)Math.Round(duration * 1e3));
            json.WriteNumber("orig_bytes"u8, Whole(flow.Features[FlowFeatures.OriginatorStreamBytes]));
            json.WriteNumber("resp_bytes"u8, Whole(flow.Features[FlowFeatures.ResponderStreamBytes]));
        }

        json.WriteString("conn_state"u8, ZeekText.State(flow.State));
        json.WriteBoolean("local_orig"u8, LocalNetworks.Contains(key.Originator));
        json.WriteBoolean("local_resp"u8, LocalNetworks.Contains(key.Responder));
        json.WriteNumber("missed_bytes"u8, Whole(flow.Features[FlowFeatures.MissedBytes]));
        if (flow.History.Length > 0) json.WriteString("history"u8, flow.History);
        json.WriteNumber("orig_pkts"u8, flow.Total.Originator.Packets);
        json.WriteNumber("orig_ip_bytes"u8, flow.Total.Originator.IpBytes);
        json.WriteNumber("resp_pkts"u8, flow.Total.Responder.Packets);
        json.WriteNumber("resp_ip_bytes"u8, flow.Total.Responder.IpBytes);
        json.WriteNumber("ip_proto"u8, key.Protocol);
        json.WriteString("community_id"u8, CommunityId.Of(key));
        json.WriteString("flow_id"u8, flow.Id.ToString());
        json.WriteNumber("segments"u8, flow.Segment + 1);
        json.WriteString("end_reason"u8, EndReason(flow.EndReason));
        if (flow.Vlan != 0) json.WriteNumber("vlan"u8, flow.Vlan);
        if (flow.DirectionDoubtful) json.WriteBoolean("direction_doubtful"u8, true);
    }

    /// <summary>Most of a line: numbers as the JSON writer writes them, several times faster.</summary>
    private void Features(Utf8JsonWriter json, double[] row)
    {
        var text = _features.AsSpan();
        int n = 0;
        for (int i = 0; i < row.Length; i++)
        {
            if (double.IsNaN(row[i])) continue;
            FeatureNames[i].CopyTo(text[n..]);
            n += FeatureNames[i].Length;
            n += NumberText.Write(text[n..], row[i]);
        }

        if (n == 0) n = 1;
        text[0] = (byte)'{';
        text[n++] = (byte)'}';
        json.WritePropertyName("features"u8);
        json.WriteRawValue(text[..n], skipInputValidation: true);
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

    /// <summary>Decimal seconds as they are, not by way of a double.</summary>
    private static void Seconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, long nanoseconds)
    {
        Span<byte> text = stackalloc byte[DecimalSeconds.MaxLength];
        json.WritePropertyName(name);
        json.WriteRawValue(text[..DecimalSeconds.Format(nanoseconds, text)], skipInputValidation: true);
    }
}
