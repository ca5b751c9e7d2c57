using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Rtmp;

/// <summary>Real-time messaging of Flash and of live streaming (Adobe RTMP 1.0): a handshake of 1,537 bytes, then "connect".</summary>
internal sealed class RtmpProtocol() : ApplicationProtocol("rtmp", Carriers.Tcp, [1935], ["rtmp.app", "rtmp.url", "rtmp.flash_version"], 8192)
{
    private const byte Version = 3, ChunkMark = 0xC3;

    private const int HandshakeLength = 1537;

    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.IsEmpty) return payload.HasPort(1935) ? Recognition.NeedMore : Recognition.No;
        if (client[0] != Version) return Recognition.No;
        if (client.Length < 9) return Recognition.NeedMore;
        // Four zeros, or the version of a player, behind the time.
        bool zeros = client.Slice(5, 4).IndexOfAnyExcept((byte)0) < 0;
        bool player = client[5] is >= 9 and <= 0x80 && client[6] <= 1;
        if (!zeros && !player) return Recognition.No;
        if (payload.HasPort(1935)) return Recognition.Yes;
        var server = payload.Server();
        if (!server.IsEmpty && server[0] != Version) return Recognition.No;
        return client.Length >= HandshakeLength && server.Length >= HandshakeLength ? Recognition.Yes : Recognition.NeedMore;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!payload.FromOriginator) return false;
        int connect = payload.Data.IndexOf("\u0002\0\u0007connect"u8);
        if (connect < 0) return true;
        var command = payload.Data[connect..];
        bool known = Property(command, "\0\u0003app\u0002"u8, "rtmp.app", facts) & Property(command, "\0\u0005tcUrl\u0002"u8, "rtmp.url", facts);
        Property(command, "\0\u0008flashVer\u0002"u8, "rtmp.flash_version", facts);
        return !known && command.Length < 2048;
    }

    /// <summary>A name and a string of AMF 0. A query may hold the key of a stream and is left out.</summary>
    private static bool Property(ReadOnlySpan<byte> command, ReadOnlySpan<byte> key, string name, IFactSink facts)
    {
        int at = command.IndexOf(key);
        if (at < 0) return false;
        var reader = new ByteReader(command[(at + key.Length)..]);
        int length = reader.U16();
        if (reader.Remaining < length + 1) return false;
        // The mark of a new chunk may stand within the text (section 5.3.1: type 3).
        var value = reader.Take(length + 1);
        int mark = value.IndexOf(ChunkMark);
        Span<byte> text = stackalloc byte[FactText.MaxLength];
        int before = Math.Min(mark < 0 ? length : mark, text.Length);
        value[..before].CopyTo(text);
        var behind = mark < 0 ? default : value[(mark + 1)..][..Math.Min(length - mark, text.Length - before)];
        behind.CopyTo(text[before..]);
        facts.Value(name, ((ReadOnlySpan<byte>)text[..(before + behind.Length)]).Before((byte)'?'));
        return true;
    }
}
