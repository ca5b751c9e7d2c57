using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Http;

/// <summary>HTTP/1 (RFC 9112) and its upgrades: the messages at the beginning of both directions.</summary>
internal sealed class HttpProtocol : IApplicationProtocol
{
    /// <summary>A request line that is not complete by then is none (RFC 9112 section 3 recommends 8000 at least; agents of the field stay below).</summary>
    private const int MaxUndecidedLine = 3500;

    public string Name => "http";

    public IReadOnlyList<ushort> Ports { get; } = [80, 81, 591, 631, 1080, 2375, 3128, 5985, 8000, 8008, 8080, 8081, 8088, 8888];

    public int StreamLimit => 8192;

    public bool Runs(byte transport) => transport == IpProtocol.Tcp;

    public Recognition Recognize(in Payload payload)
    {
        var b = payload.Data;
        int n = Math.Min(b.Length, 7);
        if (b[..n].SequenceEqual("HTTP/1."u8[..n])) return b.Length < 12 ? Recognition.NeedMore : HttpMessage.Status(b) > 0 ? Recognition.Yes : Recognition.No;
        int method = HttpMessage.MethodLength(b);
        if (method < 0) return Recognition.No;
        if (method == b.Length) return method <= HttpMessage.MaxMethod ? Recognition.NeedMore : Recognition.No;
        if (b.StartsWith("PRI * HTTP/2"u8)) return Recognition.No;
        int end = b.IndexOf((byte)'\n');
        if (end < 0) return b.Length < MaxUndecidedLine && !payload.IsLast ? Recognition.NeedMore : HttpMessage.IsKnownMethod(b[..method]) ? Recognition.Yes : Recognition.No;
        var line = b[..end].TrimEnd((byte)'\r');
        if (HttpMessage.Version(line).Length > 0) return Recognition.Yes;
        // HTTP/0.9 has nothing but GET and a path.
        return method == 3 && line.StartsWith("GET /"u8) && line[5..].IndexOf((byte)' ') < 0 ? Recognition.Yes : Recognition.No;
    }

    public bool Read(in Payload payload, IFactSink facts)
    {
        if (facts.Memory is not HttpMemory memory) facts.Memory = memory = new HttpMemory();
        return HttpReading.Read(in payload, memory, facts);
    }
}
