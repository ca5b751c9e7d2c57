using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Radius;

/// <summary>RADIUS authentication and accounting (RFC 2865, RFC 2866, RFC 5176).</summary>
internal sealed class RadiusProtocol() : ApplicationProtocol("radius", Carriers.Udp, [1812, 1813, 1645, 1646, 3799],
    ["radius.request", "radius.result", "radius.username", "radius.mac", "radius.framed_addr", "radius.nas_addr", "radius.nas_id", "radius.called_station", "radius.reply_msg", "radius.tunnel_client"])
{
    private const int HeaderLength = 20;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength || CodeName(data[0]) is null) return Recognition.No;
        var reader = new ByteReader(data);
        reader.Skip(2);
        if (reader.U16() != payload.WireLength) return Recognition.No;
        reader.Skip(16);
        while (reader.Remaining > 0)
        {
            bool known = reader.U8() != 0;
            int length = reader.U8();
            if (!known || length < 2) return Recognition.No;
            reader.Skip(length - 2);
            if (reader.Failed && payload.IsComplete()) return Recognition.No;
        }

        // An answer repeats the identifier (RFC 2865 section 3).
        bool answered = payload.Opposite.Length >= HeaderLength && payload.Opposite[1] == data[1] && payload.Opposite[0] != data[0] && CodeName(payload.Opposite[0]) is not null;
        return OnUsualPort(payload) || answered ? Recognition.Yes : Recognition.NeedMore;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength || CodeName(data[0]) is not { } code) return true;
        facts.Text(data[0] is 2 or 3 or 5 or 11 or 41 or 42 or 44 or 45 ? "radius.result" : "radius.request", code);
        var reader = new ByteReader(data);
        reader.Skip(HeaderLength);
        while (reader.Remaining >= 2)
        {
            byte type = reader.U8();
            int length = reader.U8();
            if (length < 2) break;
            var value = reader.Take(length - 2);
            if (reader.Failed) break;
            Attribute(type, value, facts);
        }

        return true;
    }

    private static void Attribute(byte type, ReadOnlySpan<byte> value, IFactSink facts)
    {
        switch (type)
        {
            case 1: facts.Value("radius.username", value); break;
            case 4: facts.IpAddress("radius.nas_addr", value); break;
            case 8: facts.IpAddress("radius.framed_addr", value); break;
            case 18: facts.Value("radius.reply_msg", value); break;
            case 30: facts.Value("radius.called_station", value); break;
            case 31: facts.Value("radius.mac", value); break;
            case 32: facts.Value("radius.nas_id", value); break;
            case 66: facts.Value("radius.tunnel_client", value); break;
            default: break;
        }
    }

    private static string? CodeName(byte code) => code switch
    {
        1 => "access_request",
        2 => "success",
        3 => "failed",
        4 => "accounting_request",
        5 => "accounting_response",
        11 => "challenge",
        12 => "status_server",
        40 => "disconnect_request",
        41 => "disconnect_ack",
        42 => "disconnect_nak",
        43 => "coa_request",
        44 => "coa_ack",
        45 => "coa_nak",
        _ => null,
    };
}
