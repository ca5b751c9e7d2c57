using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.MySql;

/// <summary>MySQL and MariaDB: the server greets first (client/server protocol, connection phase).</summary>
internal sealed class MySqlProtocol() : ApplicationProtocol("mysql", Carriers.Tcp, [3306], ["mysql.server_version", "mysql.user", "mysql.database", "mysql.auth_plugin", "mysql.auth_result", "mysql.error_code", "mysql.tls"])
{
    private const int HeaderLength = 4, Version10 = 10, Error = 0xFF, Ok = 0, MaxVersion = 64;

    private const uint ConnectWithDatabase = 0x8, Ssl = 0x800, SecureConnection = 0x8000, PluginAuthLengthEncoded = 0x200000;

    public override Recognition Recognize(in Payload payload)
    {
        var server = payload.Server();
        if (server.Length < HeaderLength + 2) return server.IsEmpty ? (payload.HasPort(3306) ? Recognition.NeedMore : Recognition.No) : Recognition.NeedMore;
        int length = Length(server);
        if (server[3] != 0 || length < 4) return Recognition.No;
        if (server[4] == Error) return payload.HasPort(3306) && length < 512 && server.Length >= HeaderLength + length ? Recognition.Yes : Recognition.No;
        if (server[4] != Version10 || length is < 30 or > 512) return Recognition.No;
        var version = Version(server);
        if (version.IsEmpty) return server.Length < HeaderLength + MaxVersion ? Recognition.NeedMore : Recognition.No;
        return version.IsPrintable() && char.IsAsciiDigit((char)version[0]) && version.IndexOf((byte)'.') > 0 ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0, n = 0; at + HeaderLength < data.Length && n < 8; n++)
        {
            int end = at + HeaderLength + Length(data[at..]);
            if (end > data.Length) return true;
            var packet = data[(at + HeaderLength)..end];
            if (payload.IsNew(end) && !(payload.FromOriginator ? Login(packet, n, facts) : Server(packet, n, facts))) return false;
            at = end;
        }

        return true;
    }

    private static int Length(ReadOnlySpan<byte> data) => data[0] | data[1] << 8 | data[2] << 16;

    private static ReadOnlySpan<byte> Version(ReadOnlySpan<byte> server)
    {
        var text = server[5..Math.Min(server.Length, 5 + MaxVersion)];
        int end = text.IndexOf((byte)0);
        return end < 0 ? default : text[..end];
    }

    private static bool Server(ReadOnlySpan<byte> packet, int number, IFactSink facts)
    {
        if (packet.IsEmpty) return false;
        if (number == 0 && packet[0] == Version10) facts.Value("mysql.server_version", packet[1..].Before((byte)0));
        else if (packet[0] == Ok) facts.Text("mysql.auth_result", "success");
        if (packet[0] == Error && packet.Length >= 3)
        {
            int code = BinaryPrimitives.ReadUInt16LittleEndian(packet[1..]);
            facts.Number("mysql.error_code", code);
            if (code is 1044 or 1045 or 1698) facts.Text("mysql.auth_result", "failed");
            return false;
        }

        return number == 0 || packet[0] != Ok;
    }

    private static bool Login(ReadOnlySpan<byte> packet, int number, IFactSink facts)
    {
        if (number != 0 || packet.Length < 32) return false;
        var reader = new ByteReader(packet);
        uint capabilities = reader.U32Little();
        if (packet.Length == 32 && (capabilities & Ssl) != 0)
        {
            facts.Text("mysql.tls", "T");
            return false;
        }

        reader.Skip(28);
        facts.Value("mysql.user", reader.ZeroTerminated());
        // The answer to the challenge is passed over.
        if ((capabilities & (PluginAuthLengthEncoded | SecureConnection)) != 0) reader.Skip(reader.U8());
        else reader.ZeroTerminated();
        if ((capabilities & ConnectWithDatabase) != 0) facts.Value("mysql.database", reader.ZeroTerminated());
        var plugin = reader.Remaining > 0 ? reader.ZeroTerminated() : default;
        if (!reader.Failed && plugin.IsPrintable()) facts.Value("mysql.auth_plugin", plugin);
        return false;
    }
}
