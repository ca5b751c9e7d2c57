using System.Buffers.Binary;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Ntlm;

namespace NetThreat.Packets.Tds;

/// <summary>Microsoft SQL Server ([MS-TDS]): packets of 8 header bytes; who logs in, from where, with what result.</summary>
internal sealed class TdsProtocol() : ApplicationProtocol("tds", Carriers.Tcp, [1433, 1434],
    ["tds.packet_type", "tds.encryption", "tds.client_host", "tds.user", "tds.application", "tds.server", "tds.library", "tds.database", "tds.login_result", "tds.error", .. NtlmMessage.Facts])
{
    private const byte Batch = 1, Rpc = 3, Response = 4, Login7 = 0x10, Sspi = 0x11, Prelogin = 0x12;

    private const int HeaderLength = 8;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength) return data.IsEmpty || TypeName(data[0]) is not null ? Recognition.NeedMore : Recognition.No;
        int length = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        if (TypeName(data[0]) is null || data[1] > 0x1F || length < HeaderLength || data[7] != 0) return Recognition.No;
        if (data[0] == Prelogin && length < 512 && data.Length >= 13 && data[8] == 0 && data[9] == 0 && BinaryPrimitives.ReadUInt16BigEndian(data[11..]) == 6) return Recognition.Yes;
        if (data[0] == Login7 && data.Length >= 20 && BinaryPrimitives.ReadUInt32LittleEndian(data[8..]) <= 0xFFFF && data[12] is >= 0 and <= 4 && data[15] is >= 0x70 and <= 0x75) return Recognition.Yes;
        bool fits = data[0] is Batch or Rpc or Response or 7 or 14 or Sspi or Login7 && (data.Length == length || (data.Length > length && TypeName(data[length]) is not null));
        return OnUsualPort(payload) ? (fits ? Recognition.Yes : data.Length < length ? Recognition.NeedMore : Recognition.No) : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0; at + HeaderLength <= data.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            if (TypeName(data[at]) is not { } name || length < HeaderLength) return false;
            if (at + length > data.Length) return true;
            if (payload.IsNew(at + length)) Packet(data[at], name, data.Slice(at + HeaderLength, length - HeaderLength), payload.FromOriginator, facts);
            at += length;
        }

        return true;
    }

    private static void Packet(byte type, string name, ReadOnlySpan<byte> body, bool request, IFactSink facts)
    {
        if (request) facts.Text("tds.packet_type", name);
        if (type == Login7) TdsLogin.Read(body, facts);
        else if (type == Sspi) NtlmMessage.Read(body, facts);
        else if (type == Response && body.Length > 8) Answer(body, facts);
    }

    /// <summary>The server answers a pre-login with the same options in a response; a login with tokens, of which LOGINACK and ERROR tell the result.</summary>
    private static void Answer(ReadOnlySpan<byte> body, IFactSink facts)
    {
        if (body[0] == 0 && body[1] == 0)
        {
            Options(body, facts);
            return;
        }

        var reader = new ByteReader(body);
        for (int n = 0; n < 16 && reader.Remaining > 3; n++)
        {
            byte token = reader.U8();
            if (token is not (0xAA or 0xAB or 0xAD or 0xE3 or 0xED)) return;
            var value = reader.Take(reader.U16Little());
            if (reader.Failed) return;
            if (token == 0xAD) facts.Text("tds.login_result", "success");
            else if (token == 0xED) NtlmMessage.Read(value, facts);
            if (token != 0xAA || value.Length < 4) continue;
            uint number = BinaryPrimitives.ReadUInt32LittleEndian(value);
            facts.Number("tds.error", number);
            if (number is 18456 or 18452) facts.Text("tds.login_result", "failed");
        }
    }

    private static void Options(ReadOnlySpan<byte> body, IFactSink facts)
    {
        for (int at = 0; at + 5 <= body.Length && body[at] != 0xFF; at += 5)
        {
            int offset = BinaryPrimitives.ReadUInt16BigEndian(body[(at + 1)..]);
            if (body[at] == 1 && offset < body.Length) facts.Text("tds.encryption", body[offset] switch { 0 => "login only", 1 => "on", 2 => "not supported", 3 => "required", _ => "other" });
        }
    }

    private static string? TypeName(byte type) => type switch
    {
        Batch => "batch",
        2 => "old_login",
        Rpc => "rpc",
        Response => "response",
        6 => "attention",
        7 => "bulk_load",
        14 => "transaction_manager",
        Login7 => "login",
        Sspi => "sspi",
        Prelogin => "prelogin",
        _ => null,
    };
}
