using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.FlowExport.Zeek;

namespace NetThreat.FlowExport;

/// <summary>What a flow record knows beside counters: the flow that carried it, what was odd, its first packets.</summary>
internal static class JsonFlowDetail
{
    public static void Write(Utf8JsonWriter json, FlowRecord flow)
    {
        if (flow.Tunnel != TunnelKind.None)
        {
            json.WriteString("parent"u8, flow.Parent.ToString());
            json.WriteString("parent_uid"u8, ZeekText.Uid(flow.Parent));
            json.WriteString("tunnel"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(flow.Tunnel.ToString()));
        }

        if (flow.Foreign is { } foreign) JsonForeignWriter.Write(json, foreign);
        if (flow.Anomalies != Anomaly.None) Anomalies(json, (ulong)flow.Anomalies);
        if (flow.IcmpErrors > 0)
        {
            json.WriteNumber("icmp_errors"u8, flow.IcmpErrors);
            json.WriteNumber("last_icmp_type"u8, flow.LastIcmpError >> 8);
            json.WriteNumber("last_icmp_code"u8, flow.LastIcmpError & 0xFF);
        }

        if (flow.Sequence is { Lengths.Length: > 0 } sequence) FirstPackets(json, sequence);
    }

    private static void Anomalies(Utf8JsonWriter json, ulong bits)
    {
        json.WriteStartArray("anomalies"u8);
        for (; bits != 0; bits &= bits - 1) json.WriteStringValue(AnomalyNames.Of((Anomaly)bits));
        json.WriteEndArray();
    }

    /// <summary>IP bytes of each packet, negative from the responder; microseconds since the one before; TCP flags.</summary>
    private static void FirstPackets(Utf8JsonWriter json, PacketSequence sequence)
    {
        json.WriteStartObject("first_packets"u8);
        json.WriteStartArray("lengths"u8);
        foreach (int length in sequence.Lengths) json.WriteNumberValue(length);
        json.WriteEndArray();
        json.WriteStartArray("gaps_us"u8);
        foreach (int gap in sequence.Gaps) json.WriteNumberValue(gap);
        json.WriteEndArray();
        json.WriteStartArray("flags"u8);
        foreach (byte flags in sequence.Flags) json.WriteNumberValue(flags);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
