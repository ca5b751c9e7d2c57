using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Stun;

/// <summary>STUN and TURN (RFC 8489, RFC 8656; without the cookie RFC 3489). A user name is part of a secret and is left out.</summary>
internal sealed class StunProtocol() : ApplicationProtocol("stun", Carriers.Both, [3478, 5349, 19302],
    ["stun.method", "stun.class", "stun.software", "stun.realm", "stun.mapped_addr", "stun.peer_addr", "stun.error_code"])
{
    private const int HeaderLength = 20;

    private const uint Cookie = 0x2112A442;

    public override Recognition Recognize(in Payload payload)
    {
        var data = Unframed(payload, payload.Data);
        if (data.Length < HeaderLength)
            return payload.IsStream && (data.IsEmpty || data[0] < 4) && data.Length < 8 ? Recognition.NeedMore : Recognition.No;
        var reader = new ByteReader(data);
        int type = reader.U16();
        int length = reader.U16();
        if (type >= 0x4000) return Recognition.No;
        if (reader.U32() == Cookie) return payload.IsStream || length + HeaderLength <= payload.WireLength ? Recognition.Yes : Recognition.No;
        return payload.IsStream ? Recognition.No : WithoutCookie(payload, type, length);
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = Unframed(payload, payload.Data);
        if (payload.IsStream && payload.Seen > 0) return false;
        if (data.Length < HeaderLength || data[0] >= 0x40) return true;
        int type = BinaryPrimitives.ReadUInt16BigEndian(data);
        facts.Text("stun.class", ((type >> 7 & 2) | (type >> 4 & 1)) switch { 0 => "request", 1 => "indication", 2 => "success_response", _ => "error_response" });
        facts.Text("stun.method", Method((type & 0xF) | (type >> 1 & 0x70) | (type >> 2 & 0xF80)));
        var reader = new ByteReader(data);
        reader.Skip(HeaderLength);
        while (reader.Remaining >= 4)
        {
            ushort attribute = reader.U16();
            int length = reader.U16();
            var value = reader.Take(length);
            if (reader.Failed) break;
            Attribute(attribute, value, data, facts);
            reader.Skip(Math.Min(-length & 3, reader.Remaining));
        }

        return true;
    }

    /// <summary>The older form (RFC 3489) has no mark: known types, lengths that fit, and the port, an answer or a repetition with the same transaction.</summary>
    private Recognition WithoutCookie(in Payload payload, int type, int length)
    {
        bool fits = type is 0x0001 or 0x0101 or 0x0111 or 0x0002 or 0x0102 or 0x0112 && length + HeaderLength == payload.WireLength;
        if (!fits || !payload.IsComplete() || !AttributesFit(payload.Data[HeaderLength..])) return Recognition.No;
        var transaction = payload.Data[4..HeaderLength];
        if (OnUsualPort(payload) || SameTransaction(payload.Opposite, transaction) || (length > 0 && SameTransaction(payload.Previous, transaction))) return Recognition.Yes;
        return payload.Opposite.IsEmpty ? Recognition.NeedMore : Recognition.No;
    }

    private static bool SameTransaction(ReadOnlySpan<byte> message, ReadOnlySpan<byte> transaction) =>
        message.Length >= HeaderLength && message[0] < 2 && message[4..HeaderLength].SequenceEqual(transaction);

    /// <summary>Over TCP a length may stand before each message (RFC 4571).</summary>
    private static ReadOnlySpan<byte> Unframed(in Payload payload, ReadOnlySpan<byte> data)
    {
        bool framed = payload.IsStream && data.Length >= 10 && BinaryPrimitives.ReadUInt32BigEndian(data[6..]) == Cookie;
        return framed ? data[2..] : data;
    }

    private static void Attribute(ushort type, ReadOnlySpan<byte> value, ReadOnlySpan<byte> message, IFactSink facts)
    {
        switch (type)
        {
            case 0x8022: facts.Value("stun.software", value); break;
            case 0x0014: facts.Value("stun.realm", value); break;
            case 0x0001 when value.Length is 8 or 20: facts.IpAddress("stun.mapped_addr", value[4..]); break;
            case 0x0020: Mapped("stun.mapped_addr", value, message, facts); break;
            case 0x0012: Mapped("stun.peer_addr", value, message, facts); break;
            case 0x0009 when value.Length >= 4: facts.Number("stun.error_code", ((value[2] & 7) * 100) + value[3]); break;
            default: break;
        }
    }

    /// <summary>Addresses are combined with the cookie and the transaction, so that middleboxes leave them alone (RFC 8489 section 14.2).</summary>
    private static void Mapped(string name, ReadOnlySpan<byte> value, ReadOnlySpan<byte> message, IFactSink facts)
    {
        if (value.Length is not (8 or 20)) return;
        Span<byte> address = stackalloc byte[16];
        int length = value.Length - 4;
        for (int i = 0; i < length; i++) address[i] = (byte)(value[4 + i] ^ message[4 + i]);
        facts.IpAddress(name, address[..length]);
    }

    private static bool AttributesFit(ReadOnlySpan<byte> attributes)
    {
        var reader = new ByteReader(attributes);
        while (reader.Remaining > 0)
        {
            reader.U16();
            int length = reader.U16();
            reader.Skip(length + (-length & 3));
            if (reader.Failed) return false;
        }

        return true;
    }

    private static string Method(int method) => method switch
    {
        1 => "binding",
        2 => "shared_secret",
        3 => "allocate",
        4 => "refresh",
        6 => "send",
        7 => "data",
        8 => "create_permission",
        9 => "channel_bind",
        _ => "other",
    };
}
