using System.Buffers.Binary;
using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Http2;

/// <summary>HTTP/2 in the clear with prior knowledge (RFC 9113 section 3.3): the first header blocks of both directions.</summary>
internal sealed class Http2Protocol : IApplicationProtocol
{
    private const byte Headers = 1, Settings = 4, Continuation = 9;
    private const int FrameHeader = 9, MaxBlock = 16384;

    public string Name => "http2";

    public IReadOnlyList<ushort> Ports { get; } = [80, 8080, 50051];

    public int StreamLimit => 16384;

    public bool Runs(byte transport) => transport == IpProtocol.Tcp;

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public Recognition Recognize(in Payload payload)
    {
        var b = payload.Data;
        int n = Math.Min(b.Length, Preface.Length);
        if (b[..n].SequenceEqual(Preface[..n])) return n == Preface.Length ? Recognition.Yes : Recognition.NeedMore;
        // A server speaks first with its settings; they prove little alone.
        return IsSettings(b) ? Recognition.NeedMore : Recognition.No;
    }

    public bool Read(in Payload payload, IFactSink facts)
    {
        if (facts.Memory is not Http2Memory memory) facts.Memory = memory = new Http2Memory();
        var side = payload.FromOriginator ? memory.Originator : memory.Responder;
        var b = payload.Data;
        if (side.At == 0 && b.StartsWith("PRI"u8)) side.At = Preface.Length;
        while (b.Length - side.At >= FrameHeader)
        {
            var frame = b[side.At..];
            int length = frame[0] << 16 | frame[1] << 8 | frame[2];
            if (frame.Length - FrameHeader < length) return length <= StreamLimit;
            if (frame[3] is Headers or Continuation) Block(frame, frame.Slice(FrameHeader, length), side, memory, facts);
            side.At += FrameHeader + length;
        }

        return true;
    }

    private static bool IsSettings(ReadOnlySpan<byte> b) =>
        b.Length >= FrameHeader && b[0] == 0 && b[3] == Settings && (b[1] << 8 | b[2]) % 6 == 0 && (b[4] & ~1) == 0 && BinaryPrimitives.ReadUInt32BigEndian(b[5..]) == 0;

    private static void Block(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> payload, Http2Side side, Http2Memory memory, IFactSink facts)
    {
        byte flags = frame[4];
        uint stream = BinaryPrimitives.ReadUInt32BigEndian(frame[5..]) & 0x7FFF_FFFF;
        if (frame[3] == Headers)
        {
            side.Block = null;
            int padding = 0;
            if ((flags & 8) != 0 && payload.Length > 0)
            {
                padding = payload[0];
                payload = payload[1..];
            }

            if ((flags & 32) != 0 && payload.Length >= 5) payload = payload[5..];
            if (padding > payload.Length) return;
            payload = payload[..^padding];
        }

        if ((flags & 4) == 0 || side.Block is not null)
        {
            side.Block ??= [];
            if (side.Block.Count + payload.Length > MaxBlock) return;
            side.Block.AddRange(payload);
        }

        if ((flags & 4) == 0) return;
        if (side.Block is { } whole) payload = whole.ToArray();
        side.Block = null;
        Fields(new HpackReader(payload, side.Table), stream, memory, facts);
    }

    private static void Fields(HpackReader fields, uint stream, Http2Memory memory, IFactSink facts)
    {
        HttpTransaction? t = null;
        bool trailers = true;
        while (fields.Next())
        {
            if (fields.Name is ":method" or ":status") (t, trailers) = (Begin(stream, fields.Name == ":method", memory, facts), false);
            if (!trailers && t is not null) t = With(t, fields.Name, fields.Value);
        }

        if (t is null || !memory.Streams.TryGetValue(stream, out int number)) return;
        memory.Transactions[number] = t;
        facts.Http = memory.Transactions.ToArray();
    }

    private static HttpTransaction? Begin(uint stream, bool request, Http2Memory memory, IFactSink facts)
    {
        if (request) facts.HttpRequests = ++memory.Requests;
        if (memory.Streams.TryGetValue(stream, out int number)) return memory.Transactions[number];
        if (memory.Transactions.Count >= ApplicationFacts.MaxHttpTransactions) return null;
        memory.Streams[stream] = memory.Transactions.Count;
        memory.Transactions.Add(new HttpTransaction { Version = "2" });
        return memory.Transactions[^1];
    }

    private static HttpTransaction With(HttpTransaction t, string name, string value)
    {
        bool request = t.Status == 0;
        return name switch
        {
            ":method" => t with { Method = value },
            ":authority" => t with { Host = value },
            "host" => t with { Host = t.Host ?? value },
            ":path" => t with { Uri = value },
            ":status" => t with { Status = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status < 1000 ? status : 0 },
            "user-agent" => t with { UserAgent = value },
            "referer" => t with { Referrer = value },
            "server" => t with { Server = value },
            "content-type" => request ? t with { RequestType = Media(value) } : t with { ResponseType = Media(value) },
            "content-length" when value.Length < 16 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long n) => request ? t with { RequestLength = n } : t with { ResponseLength = n },
            _ => t,
        };
    }

    private static string Media(string value)
    {
        int end = value.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? value : value[..end].TrimEnd();
    }
}
