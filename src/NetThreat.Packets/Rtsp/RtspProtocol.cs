using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Rtsp;

/// <summary>Real-time streaming control (RFC 2326, RFC 7826), as cameras speak it.</summary>
internal sealed class RtspProtocol() : LineProtocol("rtsp", Carriers.Tcp, [554, 8554],
    ["rtsp.method", "rtsp.uri", "rtsp.user_agent", "rtsp.server", "rtsp.status_code", "rtsp.auth"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.StartsWith("RTSP/1.0 "u8) || data.StartsWith("RTSP/2.0 "u8)) return Recognition.Yes;
        if (data.IsEmpty || !char.IsAsciiLetterUpper((char)data[0])) return Recognition.No;
        var complete = TextLines.First(data, out var line);
        if (complete != Recognition.Yes) return complete;
        return IsRequest(line) ? Recognition.Yes : Recognition.No;
    }

    protected override bool Request(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (IsRequest(line))
        {
            var rest = line;
            facts.Value("rtsp.method", TextBytes.Word(ref rest));
            facts.Value("rtsp.uri", WithoutUser(rest.Before((byte)' ')));
        }
        else if (line.StartsWithText("User-Agent:"u8))
        {
            facts.Value("rtsp.user_agent", line[11..]);
        }
        else if (line.StartsWithText("Authorization:"u8))
        {
            facts.Value("rtsp.auth", line[14..].TrimStart((byte)' ').Before((byte)' '));
        }

        return true;
    }

    protected override bool Reply(in Payload payload, ReadOnlySpan<byte> line, IFactSink facts)
    {
        if (line.StartsWith("RTSP/"u8)) facts.Number("rtsp.status_code", TextHeaders.Status(line));
        else if (line.StartsWithText("Server:"u8)) facts.Value("rtsp.server", line[7..]);
        // Interleaved media follow a dollar sign (RFC 2326 section 10.12).
        return !line.StartsWith("$"u8);
    }

    private static bool IsRequest(ReadOnlySpan<byte> line) =>
        line.Length > 16 && line[..^3].EndsWith(" RTSP/"u8) && line.Count((byte)' ') == 2 && line.Before((byte)' ').Length <= 14;

    /// <summary>Cameras are addressed as rtsp://user:password@host: what stands before the @ is left out.</summary>
    private static ReadOnlySpan<byte> WithoutUser(ReadOnlySpan<byte> uri)
    {
        int at = uri.LastIndexOf((byte)'@');
        return at < 0 ? uri : uri[(at + 1)..];
    }
}
