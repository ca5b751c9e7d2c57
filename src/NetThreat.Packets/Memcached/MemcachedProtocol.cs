using System.Buffers.Binary;
using System.Text;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Memcached;

/// <summary>Memcached's text and binary protocols, over TCP and, with a frame of eight bytes, over UDP, where it amplifies.</summary>
internal sealed class MemcachedProtocol() : ApplicationProtocol("memcached", Carriers.Both, [11211], ["memcached.command", "memcached.version"])
{
    private const int FrameLength = 8, BinaryHeader = 24;

    public override Recognition Recognize(in Payload payload)
    {
        var client = Text(payload, payload.Client());
        var server = Text(payload, payload.Server());
        if (client.IsEmpty) return payload.HasPort(11211) && (server.IsEmpty || IsReply(server)) ? Recognition.NeedMore : Recognition.No;
        bool request = IsRequest(client) || IsBinary(client, 0x80);
        if (!request) return payload.IsStream && payload.HasPort(11211) && client.Length < 8 ? Recognition.NeedMore : Recognition.No;
        if (payload.HasPort(11211)) return Recognition.Yes;
        if (server.IsEmpty) return Recognition.NeedMore;
        return IsReply(server) || IsBinary(server, 0x81) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = Text(payload, payload.Data);
        if (payload.FromOriginator && IsBinary(data, 0x80)) facts.Text("memcached.command", "binary");
        if (data.IsEmpty || data[0] >= 0x80) return false;
        var lines = new TextLines(data);
        while (lines.MoveNext())
        {
            if (!payload.IsNew(lines.Position)) continue;
            if (payload.FromOriginator && IsRequest(lines.Current)) facts.Text("memcached.command", Encoding.ASCII.GetString(lines.Current.Before((byte)' ')));
            else if (!payload.FromOriginator && lines.Current.StartsWith("VERSION "u8)) facts.Value("memcached.version", lines.Current[8..]);
            else if (!payload.FromOriginator && lines.Current.StartsWith("STAT version "u8)) facts.Value("memcached.version", lines.Current[13..]);
        }

        return true;
    }

    private static ReadOnlySpan<byte> Text(in Payload payload, ReadOnlySpan<byte> data)
    {
        if (payload.IsStream) return data;
        // Request number, sequence, total of datagrams (at least one), zero.
        return data.Length > FrameLength && data[6] == 0 && data[7] == 0 && (data[4] | data[5]) != 0 ? data[FrameLength..] : default;
    }

    private static bool IsRequest(ReadOnlySpan<byte> text)
    {
        var line = text.Before((byte)'\n').TrimEnd((byte)'\r');
        if (line.Length > 512 || !line.IsPrintable()) return false;
        var name = line.Before((byte)' ');
        int arguments = line.Count((byte)' ');
        if (name.SequenceEqual("get"u8) || name.SequenceEqual("gets"u8) || name.SequenceEqual("delete"u8)) return arguments >= 1;
        if (name.SequenceEqual("set"u8) || name.SequenceEqual("add"u8) || name.SequenceEqual("replace"u8) || name.SequenceEqual("append"u8) || name.SequenceEqual("prepend"u8) || name.SequenceEqual("cas"u8)) return arguments >= 4;
        if (name.SequenceEqual("incr"u8) || name.SequenceEqual("decr"u8) || name.SequenceEqual("touch"u8)) return arguments >= 2;
        return name.SequenceEqual("stats"u8) || line.SequenceEqual("version"u8) || name.SequenceEqual("flush_all"u8) || name.SequenceEqual("mn"u8) || name.SequenceEqual("mg"u8);
    }

    private static bool IsReply(ReadOnlySpan<byte> text) =>
        text.StartsWith("VALUE "u8) || text.StartsWith("END\r\n"u8) || text.StartsWith("STORED\r\n"u8) || text.StartsWith("NOT_STORED\r\n"u8) || text.StartsWith("STAT "u8)
        || text.StartsWith("VERSION "u8) || text.StartsWith("ERROR\r\n"u8) || text.StartsWith("DELETED\r\n"u8) || text.StartsWith("NOT_FOUND\r\n"u8) || text.StartsWith("CLIENT_ERROR "u8);

    /// <summary>Magic, a known operation, no data type, and lengths that fit together.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> data, byte magic)
    {
        if (data.Length < BinaryHeader || data[0] != magic || data[1] > 0x3F || data[5] != 0) return false;
        uint body = BinaryPrimitives.ReadUInt32BigEndian(data[8..]);
        return body <= 1 << 20 && BinaryPrimitives.ReadUInt16BigEndian(data[2..]) + data[4] <= body;
    }
}
