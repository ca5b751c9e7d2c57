using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Socks;

/// <summary>Version 5: methods, authentication by name and password where chosen, request, reply.</summary>
internal static class Socks5
{
    public static bool Read(in Payload payload, IFactSink facts) => payload.FromOriginator ? Client(payload, facts) : Server(payload, facts);

    private static bool Client(in Payload payload, IFactSink facts)
    {
        if (payload.Opposite.Length < 2) return true;
        bool password = payload.Opposite[1] == 2;
        if (payload.Opposite[1] is not (0 or 2)) return false;
        var reader = new ByteReader(payload.Data);
        reader.U8();
        reader.Skip(reader.U8());
        if (password)
        {
            reader.U8();
            var user = reader.Take(reader.U8());
            reader.Skip(reader.U8());
            if (reader.Failed) return true;
            if (payload.IsNew(reader.Position)) facts.Value("socks.user", user);
        }

        return Request(ref reader, facts);
    }

    private static bool Request(ref ByteReader reader, IFactSink facts)
    {
        byte version = reader.U8();
        byte command = reader.U8();
        reader.U8();
        byte type = reader.U8();
        if (reader.Failed) return true;
        var host = Host(ref reader, type);
        ushort port = reader.U16();
        if (reader.Failed) return reader.Remaining < 300;
        if (version != 5) return false;
        facts.Number("socks.version", 5);
        facts.Text("socks.command", command switch { 1 => "connect", 2 => "bind", 3 => "udp_associate", _ => "other" });
        Give("socks.request_host", type, host, facts);
        facts.Number("socks.request_port", port);
        return false;
    }

    private static bool Server(in Payload payload, IFactSink facts)
    {
        var reader = new ByteReader(payload.Data);
        reader.U8();
        byte method = reader.U8();
        if (reader.Failed) return true;
        if (payload.IsNew(2)) facts.Text("socks.auth", method switch { 0 => "none", 1 => "gssapi", 2 => "password", 255 => "refused", _ => "other" });
        if (method == 2)
        {
            reader.U8();
            byte result = reader.U8();
            if (reader.Failed) return true;
            if (result != 0) facts.Text("socks.status", "authentication failed");
            if (result != 0) return false;
        }

        if (method is not (0 or 2)) return false;
        reader.U8();
        byte status = reader.U8();
        reader.U8();
        byte type = reader.U8();
        var host = Host(ref reader, type);
        if (reader.Failed) return payload.Data.Length < 600;
        facts.Text("socks.status", status switch { 0 => "succeeded", 2 => "not allowed", 3 => "network unreachable", 4 => "host unreachable", 5 => "connection refused", _ => "failed" });
        Give("socks.bound_host", type, host, facts);
        return false;
    }

    private static ReadOnlySpan<byte> Host(ref ByteReader reader, byte type) => reader.Take(type switch { 1 => 4, 4 => 16, 3 => reader.U8(), _ => -1 });

    private static void Give(string name, byte type, ReadOnlySpan<byte> host, IFactSink facts)
    {
        if (type == 3) facts.Value(name, host);
        else facts.IpAddress(name, host);
    }
}
