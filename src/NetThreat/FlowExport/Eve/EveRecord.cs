using System.Globalization;
using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.FlowExport.Eve;

/// <summary>What every EVE record of a flow has.</summary>
internal static class EveRecord
{
    /// <summary>Suricata's flow_id is below 2^51 so that every JSON reader holds it.</summary>
    private const ulong FlowIdMask = (1UL << 51) - 1;

    public static void Begin(Utf8JsonWriter json, FlowRecord flow, Timestamp time, ReadOnlySpan<byte> type)
    {
        var key = flow.Key;
        json.Reset();
        json.WriteStartObject();
        json.WriteString("timestamp"u8, Time(time));
        json.WriteNumber("flow_id"u8, FlowId(flow.Id));
        json.WriteString("event_type"u8, type);
        if (flow.Vlan != 0)
        {
            json.WriteStartArray("vlan"u8);
            json.WriteNumberValue(flow.Vlan);
            json.WriteEndArray();
        }

        json.WriteString("src_ip"u8, key.Originator.ToString());
        json.WriteString("dest_ip"u8, key.Responder.ToString());
        json.WriteString("proto"u8, Protocol(key.Protocol));
        if (key.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6) json.WriteNumber("icmp_type"u8, key.OriginatorPort);
        else if (key.OriginatorPort != 0 || key.ResponderPort != 0)
        {
            json.WriteNumber("src_port"u8, key.OriginatorPort);
            json.WriteNumber("dest_port"u8, key.ResponderPort);
        }

        json.WriteString("community_id"u8, CommunityId.Of(key));
    }

    public static void End(Utf8JsonWriter json, TextBuffer output)
    {
        json.WriteEndObject();
        json.Flush();
        output.Byte((byte)'\n');
    }

    public static ulong FlowId(Id128 id) => id.Low & FlowIdMask;

    /// <summary>UTC with microseconds: 2017-04-07T22:24:37.251547+0000.</summary>
    public static string Time(Timestamp time) => time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+0000'", CultureInfo.InvariantCulture);

    /// <summary>Suricata's name of an application protocol.</summary>
    public static string? ApplicationName(string? service) => service switch
    {
        "ssl" => "tls",
        "smb" or "smb1" or "smb2" => "smb",
        "dce_rpc" => "dcerpc",
        "krb" => "krb5",
        _ => service,
    };

    private static string Protocol(byte protocol) => protocol switch
    {
        IpProtocol.Tcp => "TCP",
        IpProtocol.Udp => "UDP",
        IpProtocol.Icmp => "ICMP",
        IpProtocol.IcmpV6 => "IPv6-ICMP",
        132 => "SCTP",
        47 => "GRE",
        50 => "ESP",
        51 => "AH",
        2 => "IGMP",
        _ => protocol.ToString(CultureInfo.InvariantCulture),
    };
}
