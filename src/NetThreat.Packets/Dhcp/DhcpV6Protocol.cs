using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Dhcp;

/// <summary>DHCP for IPv6 (RFC 8415): messages of clients and servers; relays carry one in option 9.</summary>
internal sealed class DhcpV6Protocol() : ApplicationProtocol("dhcpv6", Carriers.Udp, [546, 547],
    ["dhcpv6.msg_type", "dhcpv6.client_duid", "dhcpv6.server_duid", "dhcpv6.client_fqdn", "dhcpv6.address", "dhcpv6.vendor_class", "dhcpv6.option_list"])
{
    private const byte RelayForward = 12, RelayReply = 13;

    private static readonly string[] Types =
    [
        "SOLICIT", "ADVERTISE", "REQUEST", "CONFIRM", "RENEW", "REBIND", "REPLY", "RELEASE", "DECLINE", "RECONFIGURE", "INFORMATION_REQUEST", "RELAY_FORW", "RELAY_REPL",
    ];

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (!OnUsualPort(payload) || data.Length < 8 || data[0] is 0 or > RelayReply) return Recognition.No;
        var reader = new ByteReader(data);
        reader.Skip(HeaderLength(data[0]));
        while (reader.Remaining > 0)
        {
            reader.U16();
            reader.Skip(reader.U16());
            if (reader.Failed) return payload.IsComplete() ? Recognition.No : Recognition.Yes;
        }

        return Recognition.Yes;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var message = payload.Data;
        // A chain of relays nests messages; one level is followed.
        for (int level = 0; level < 2 && message.Length >= 4 && message[0] is > 0 and <= RelayReply; level++)
        {
            facts.Text("dhcpv6.msg_type", Types[message[0] - 1]);
            message = Options(message[Math.Min(HeaderLength(message[0]), message.Length)..], facts);
        }

        return true;
    }

    private static int HeaderLength(byte type) => type is RelayForward or RelayReply ? 34 : 4;

    /// <returns>The message that a relay carries.</returns>
    private static ReadOnlySpan<byte> Options(ReadOnlySpan<byte> options, IFactSink facts)
    {
        ReadOnlySpan<byte> carried = default;
        var reader = new ByteReader(options);
        while (reader.Remaining >= 4)
        {
            ushort code = reader.U16();
            var value = reader.Take(reader.U16());
            if (reader.Failed) break;
            if (code == 9) carried = value;
            else Option(code, value, facts);
        }

        return carried;
    }

    private static void Option(ushort code, ReadOnlySpan<byte> value, IFactSink facts)
    {
        switch (code)
        {
            case 1: facts.Hex("dhcpv6.client_duid", value); break;
            case 2: facts.Hex("dhcpv6.server_duid", value); break;
            // IA_NA: id, two times, then the address option.
            case 3 when value.Length >= 32 && value[12] == 0 && value[13] == 5: facts.IpAddress("dhcpv6.address", value.Slice(16, 16)); break;
            case 6: facts.Hex("dhcpv6.option_list", value); break;
            case 16 when value.Length > 6: facts.Value("dhcpv6.vendor_class", value[6..]); break;
            case 39 when value.Length > 2: facts.Value("dhcpv6.client_fqdn", value[2..]); break;
            default: break;
        }
    }
}
