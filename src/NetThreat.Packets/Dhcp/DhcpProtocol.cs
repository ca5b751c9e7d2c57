using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Dhcp;

/// <summary>DHCP and BOOTP for IPv4 (RFC 2131, options RFC 2132).</summary>
internal sealed class DhcpProtocol() : ApplicationProtocol("dhcp", Carriers.Udp, [67, 68],
    ["dhcp.msg_type", "dhcp.mac", "dhcp.host_name", "dhcp.client_fqdn", "dhcp.client_id", "dhcp.domain", "dhcp.requested_addr", "dhcp.assigned_addr",
        "dhcp.server_addr", "dhcp.relay_addr", "dhcp.lease_time", "dhcp.vendor_class", "dhcp.parameter_list", "dhcp.client_message"])
{
    private const int OptionsOffset = 240;

    private static readonly string[] Types = ["DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM", "FORCERENEW"];

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        bool header = data.Length >= OptionsOffset && data[0] is 1 or 2 && data[2] <= 16;
        return header && data[236..].StartsWith((ReadOnlySpan<byte>)[0x63, 0x82, 0x53, 0x63]) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < OptionsOffset) return true;
        facts.HardwareAddress("dhcp.mac", data[2] == 6 ? data.Slice(28, 6) : default);
        if (data[0] == 2) facts.IpAddress("dhcp.assigned_addr", data.Slice(16, 4));
        facts.IpAddress("dhcp.relay_addr", data.Slice(24, 4));
        var reader = new ByteReader(data[OptionsOffset..]);
        while (reader.Remaining > 0)
        {
            byte code = reader.U8();
            if (code == 0) continue;
            if (code == 255) break;
            var value = reader.Take(reader.U8());
            if (reader.Failed) break;
            Option(code, value, facts);
        }

        return true;
    }

    private static void Option(byte code, ReadOnlySpan<byte> value, IFactSink facts)
    {
        switch (code)
        {
            case 12: facts.Value("dhcp.host_name", value); break;
            case 15: facts.Value("dhcp.domain", value); break;
            case 50: facts.IpAddress("dhcp.requested_addr", value); break;
            case 51 when value.Length == 4: facts.Number("dhcp.lease_time", new ByteReader(value).U32()); break;
            case 53 when value.Length == 1 && value[0] - 1 < Types.Length && value[0] > 0: facts.Text("dhcp.msg_type", Types[value[0] - 1]); break;
            case 54: facts.IpAddress("dhcp.server_addr", value); break;
            // What a system asks for, in its order, is a fingerprint of the system.
            case 55: facts.Text("dhcp.parameter_list", string.Join(',', value[..Math.Min(value.Length, 48)].ToArray())); break;
            case 56: facts.Value("dhcp.client_message", value); break;
            case 60: facts.Value("dhcp.vendor_class", value); break;
            case 61: facts.Hex("dhcp.client_id", value); break;
            // RFC 4702: flags and two result codes stand before the name.
            case 81 when value.Length > 3 && (value[0] & 4) == 0: facts.Value("dhcp.client_fqdn", value[3..]); break;
            default: break;
        }
    }
}
