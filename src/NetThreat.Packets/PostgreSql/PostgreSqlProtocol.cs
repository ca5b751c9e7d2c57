using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.PostgreSql;

/// <summary>PostgreSQL's frontend/backend protocol 3.0: start-up, authentication, errors. Passwords and statements are not kept.</summary>
internal sealed class PostgreSqlProtocol() : ApplicationProtocol("postgresql", Carriers.Tcp, [5432],
    ["postgresql.user", "postgresql.database", "postgresql.application_name", "postgresql.server_version", "postgresql.auth", "postgresql.auth_result", "postgresql.error_code", "postgresql.tls"])
{
    private const uint SslRequest = 80877103, CancelRequest = 80877102, GssRequest = 80877104, Version3 = 0x00030000;

    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.IsEmpty) return Recognition.No;
        if (client.Length < 8) return client[0] == 0 ? Recognition.NeedMore : Recognition.No;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(client), code = BinaryPrimitives.ReadUInt32BigEndian(client[4..]);
        bool request = code switch { SslRequest or GssRequest => length == 8, CancelRequest => length == 16, _ => false };
        bool start = code is >= Version3 and <= Version3 + 2 && length is > 8 and < 10_000 && (client.Length < 13 || client[8..].IndexOf((byte)0) > 0);
        return request || start ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts) => payload.FromOriginator ? Client(payload, facts) : Server(payload, facts);

    private static bool Client(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0; at + 8 <= data.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(data[at..]), code = BinaryPrimitives.ReadUInt32BigEndian(data[(at + 4)..]);
            if (length is < 8 or > 10_000) return false;
            int end = at + (int)length;
            if (end > data.Length) return true;
            if (code is >= Version3 and <= Version3 + 2) return payload.IsNew(end) && Parameters(data[(at + 8)..end], facts);
            at = end;
        }

        return true;
    }

    /// <summary>Names and values, each ended by a zero.</summary>
    /// <returns>False: what follows may be a password.</returns>
    private static bool Parameters(ReadOnlySpan<byte> text, IFactSink facts)
    {
        var reader = new ByteReader(text);
        for (int n = 0; n < 32 && reader.Remaining > 1; n++)
        {
            var name = reader.ZeroTerminated();
            var value = reader.ZeroTerminated();
            if (reader.Failed) break;
            if (name.SequenceEqual("user"u8)) facts.Value("postgresql.user", value);
            else if (name.SequenceEqual("database"u8)) facts.Value("postgresql.database", value);
            else if (name.SequenceEqual("application_name"u8)) facts.Value("postgresql.application_name", value);
        }

        return false;
    }

    private static bool Server(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        int at = 0;
        // One letter answers the request for encryption; as messages both would go on with a length, that is with a zero.
        bool letter = data.Length > 0 && data[0] is (byte)'S' or (byte)'N' && (data.Length == 1 || data[1] != 0);
        if (letter && data[0] == 'S') facts.Text("postgresql.tls", "T");
        if (letter && data[0] == 'S') return false;
        if (letter) at = 1;

        while (at + 5 <= data.Length)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(data[(at + 1)..]);
            if (length is < 4 or > 1 << 20) return false;
            int end = at + 1 + (int)length;
            if (end > data.Length) return true;
            if (payload.IsNew(end) && !Message(data[at], data[(at + 5)..end], facts)) return false;
            at = end;
        }

        return true;
    }

    private static bool Message(byte type, ReadOnlySpan<byte> body, IFactSink facts)
    {
        switch (type)
        {
            case (byte)'R' when body.Length >= 4:
                uint method = BinaryPrimitives.ReadUInt32BigEndian(body);
                if (method == 0) facts.Text("postgresql.auth_result", "success");
                else if (method is 3 or 5 or 10) facts.Text("postgresql.auth", method == 3 ? "cleartext" : method == 5 ? "md5" : "sasl");
                return true;
            case (byte)'S' when body.StartsWith("server_version\0"u8):
                facts.Value("postgresql.server_version", body[15..].Before((byte)0));
                return true;
            case (byte)'E':
                Failure(body, facts);
                return false;
            // Ready for queries.
            default:
                return type != 'Z';
        }
    }

    /// <summary>Fields of one letter and a text; C is the SQLSTATE, whose class 28 means authorization.</summary>
    private static void Failure(ReadOnlySpan<byte> body, IFactSink facts)
    {
        var reader = new ByteReader(body);
        for (int n = 0; n < 20 && reader.Remaining > 1; n++)
        {
            byte field = reader.U8();
            var value = reader.ZeroTerminated(1024);
            if (field != 'C' || reader.Failed) continue;
            facts.Value("postgresql.error_code", value);
            if (value.StartsWith("28"u8)) facts.Text("postgresql.auth_result", "failed");
            return;
        }
    }
}
