using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Ike;

/// <summary>Key exchange of IPsec, versions 1 and 2 (RFC 2408, RFC 7296), also behind the four zeros of port 4500 (RFC 3948).</summary>
internal sealed class IkeProtocol() : ApplicationProtocol("ike", Carriers.Udp, [500, 4500], ["ike.version", "ike.exchange_type", "ike.vendor_id", "ike.notify"])
{
    private const int HeaderLength = 28;

    public override Recognition Recognize(in Payload payload)
    {
        var message = Message(payload.Data, out int marker);
        if (message.Length < HeaderLength || message[..8].IndexOfAnyExcept((byte)0) < 0) return Recognition.No;
        bool version1 = message[17] >> 4 == 1 && Exchange(message[18]) is not null && message[18] < 34;
        bool version2 = message[17] >> 4 == 2 && message[18] is >= 34 and <= 44;
        bool fits = BinaryPrimitives.ReadUInt32BigEndian(message[24..]) == (uint)(payload.WireLength - marker);
        return (version1 || version2) && (message[17] & 0xF) == 0 && (message[19] & 0xC0) == 0 && fits ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var message = Message(payload.Data, out _);
        if (message.Length < HeaderLength || Exchange(message[18]) is not { } exchange) return true;
        facts.Number("ike.version", message[17] >> 4);
        facts.Text("ike.exchange_type", exchange);
        bool encrypted = message[17] >> 4 == 1 ? (message[19] & 1) != 0 : message[16] == 46;
        if (!encrypted) Payloads(message, facts);
        return true;
    }

    private static ReadOnlySpan<byte> Message(ReadOnlySpan<byte> data, out int marker)
    {
        marker = data.Length > 4 && data[..4].IndexOfAnyExcept((byte)0) < 0 ? 4 : 0;
        return data[marker..];
    }

    /// <summary>A chain: next type, flags, length. Vendor ids (13 in version 1, 43 in version 2) tell implementations apart.</summary>
    private static void Payloads(ReadOnlySpan<byte> message, IFactSink facts)
    {
        byte type = message[16];
        var reader = new ByteReader(message[HeaderLength..]);
        for (int n = 0; n < 32 && type != 0 && reader.Remaining >= 4; n++)
        {
            byte next = reader.U8();
            reader.U8();
            int length = reader.U16();
            var body = reader.Take(length - 4);
            if (reader.Failed) return;
            if (type is 13 or 43) facts.Hex("ike.vendor_id", body[..Math.Min(body.Length, 20)]);
            else if (type == 41 && body.Length >= 4) facts.Number("ike.notify", BinaryPrimitives.ReadUInt16BigEndian(body[2..]));
            type = next;
        }
    }

    private static string? Exchange(byte type) => type switch
    {
        1 => "base",
        2 => "identity_protection",
        3 => "authentication_only",
        4 => "aggressive",
        5 => "informational",
        6 => "transaction",
        32 => "quick_mode",
        33 => "new_group_mode",
        34 => "ike_sa_init",
        35 => "ike_auth",
        36 => "create_child_sa",
        37 => "informational",
        38 => "ike_session_resume",
        43 => "ike_intermediate",
        _ => null,
    };
}
