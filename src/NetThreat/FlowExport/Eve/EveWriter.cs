using System.Text.Encodings.Web;
using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Time;
using NetThreat.FlowExport.Zeek;
using NetThreat.Flows.Features;

namespace NetThreat.FlowExport.Eve;

/// <summary>
/// Suricata's EVE: one flow record a flow, then a record for each thing its payload said. Bytes count from the IP header on; Suricata's
/// count whole frames.
/// </summary>
internal sealed class EveWriter : IFlowWriter, IDisposable
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly (string Name, int Column, int Bit)[] Flags =
    [
        .. new[] { "fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr" }.Select((f, bit) => (f, FlowFeatures.Schema.IndexOf(f + "_packets"), bit)),
    ];

    private Utf8JsonWriter? _json;

    public void Begin(TextBuffer output) => _json = new Utf8JsonWriter(output, Options);

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        var json = _json!;
        EveRecord.Begin(json, flow, flow.End, "flow"u8);
        json.WriteString("app_proto"u8, EveRecord.ApplicationName(facts?.Service) ?? "failed");
        Flow(json, flow);
        if (flow.Key.Protocol == IpProtocol.Tcp) Tcp(json, flow);
        if (flow.Tunnel != TunnelKind.None)
        {
            json.WriteStartObject("tunnel"u8);
            json.WriteString("proto"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(flow.Tunnel.ToString()));
            json.WriteNumber("flow_id"u8, EveRecord.FlowId(flow.Parent));
            json.WriteEndObject();
        }

        EveRecord.End(json, output);
        EveFacts.Write(json, flow, facts, output);
    }

    public void End(TextBuffer output) => Dispose();

    public void Dispose() => _json?.Dispose();

    private static void Flow(Utf8JsonWriter json, FlowRecord flow)
    {
        var (o, r) = (flow.Total.Originator, flow.Total.Responder);
        json.WriteStartObject("flow"u8);
        json.WriteNumber("pkts_toserver"u8, o.Packets);
        json.WriteNumber("pkts_toclient"u8, r.Packets);
        json.WriteNumber("bytes_toserver"u8, o.IpBytes);
        json.WriteNumber("bytes_toclient"u8, r.IpBytes);
        json.WriteString("start"u8, EveRecord.Time(flow.Start));
        json.WriteString("end"u8, EveRecord.Time(flow.End));
        json.WriteNumber("age"u8, flow.End.Nanoseconds / Timestamp.NanosecondsPerSecond - flow.Start.Nanoseconds / Timestamp.NanosecondsPerSecond);
        json.WriteString("state"u8, State(flow));
        json.WriteString("reason"u8, flow.EndReason == FlowEnd.Evicted ? "forced"u8 : "timeout"u8);
        json.WriteBoolean("alerted"u8, false);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> State(FlowRecord flow) => flow.EndReason == FlowEnd.Closed
        ? "closed"u8
        : flow.Total is { Originator.Packets: > 0, Responder.Packets: > 0 } ? "established"u8 : "new"u8;

    private static void Tcp(Utf8JsonWriter json, FlowRecord flow)
    {
        json.WriteStartObject("tcp"u8);
        int all = 0;
        foreach (var (_, column, bit) in Flags)
            if (flow.Features![column] > 0) all |= 1 << bit;
        json.WriteString("tcp_flags"u8, all.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (name, _, bit) in Flags)
            if ((all & 1 << bit) != 0) json.WriteBoolean(name, true);
        json.WriteString("conn_state"u8, ZeekText.State(flow.State));
        json.WriteEndObject();
    }
}
