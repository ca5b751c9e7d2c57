using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Cassandra;

/// <summary>Cassandra's native protocol, versions 1 to 5: what driver starts, whether authentication succeeds.</summary>
internal sealed class CassandraProtocol() : ApplicationProtocol("cassandra", Carriers.Tcp, [9042], ["cassandra.version", "cassandra.cql_version", "cassandra.driver", "cassandra.opcode", "cassandra.auth_result"])
{
    private const byte Startup = 1, Supported = 6, Options = 5, Query = 7, Authenticate = 3, AuthSuccess = 16, Error = 0;

    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.IsEmpty) return Recognition.No;
        int header = HeaderLength(client[0]);
        if (client[0] is 0 or > 6) return Recognition.No;
        if (client.Length < header) return Recognition.NeedMore;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(client[(header - 4)..]);
        byte opcode = client[header - 5];
        if (client[1] > 0x1F || length > 4096) return Recognition.No;
        if (opcode == Startup && length is >= 20 and < 1024) return client.Length < header + length && client.Length < 256 ? Recognition.NeedMore : client.IndexOf("CQL_VERSION"u8) >= 0 ? Recognition.Yes : Recognition.No;
        if (opcode != Options || length != 0) return Recognition.No;
        var server = payload.Server();
        if (server.Length < header) return payload.HasPort(9042) ? Recognition.Yes : Recognition.NeedMore;
        return (server[0] & 0x80) != 0 && server[header - 5] is Supported or Error && server.IndexOf("CQL_VERSION"u8) >= 0 ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0, n = 0; n < 16 && at < data.Length; n++)
        {
            var frame = data[at..];
            int header = HeaderLength((byte)(frame[0] & 0x7F));
            if (frame.Length < header) return true;
            uint length = BinaryPrimitives.ReadUInt32BigEndian(frame[(header - 4)..]);
            if (length > 1 << 20) return false;
            if (frame.Length - header < length) return true;
            int end = at + header + (int)length;
            if (payload.IsNew(end)) Frame(frame[0], frame[header - 5], frame.Slice(header, (int)length), payload.FromOriginator, facts);
            at = end;
        }

        return false;
    }

    /// <summary>Version, flags, stream of one byte (from version 3 on two), operation, length.</summary>
    private static int HeaderLength(byte version) => version < 3 ? 8 : 9;

    private static void Frame(byte version, byte opcode, ReadOnlySpan<byte> body, bool request, IFactSink facts)
    {
        if (request) facts.Text("cassandra.opcode", opcode switch { Startup => "startup", Options => "options", Query => "query", 9 => "prepare", 10 => "execute", 11 => "register", 13 => "batch", 15 => "auth_response", _ => "other" });
        if (request && opcode == Startup) Start(version, body, facts);
        else if (!request && opcode == AuthSuccess) facts.Text("cassandra.auth_result", "success");
        else if (!request && opcode == Authenticate) facts.Text("cassandra.auth_result", "required");
        // Error 0x0100: bad credentials.
        else if (!request && opcode == Error && body.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(body) == 0x100) facts.Text("cassandra.auth_result", "failed");
    }

    private static void Start(byte version, ReadOnlySpan<byte> body, IFactSink facts)
    {
        facts.Number("cassandra.version", version);
        var reader = new ByteReader(body);
        int pairs = Math.Min((int)reader.U16(), 16);
        for (int n = 0; n < pairs; n++)
        {
            var key = reader.Take(reader.U16());
            var value = reader.Take(reader.U16());
            if (reader.Failed) return;
            if (key.SequenceEqual("CQL_VERSION"u8)) facts.Value("cassandra.cql_version", value);
            else if (key.SequenceEqual("DRIVER_NAME"u8)) facts.Value("cassandra.driver", value);
        }
    }
}
