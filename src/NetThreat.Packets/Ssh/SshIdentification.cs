using System.Text;

namespace NetThreat.Packets.Ssh;

/// <summary>The identification line of SSH (RFC 4253 section 4.2): <c>SSH-protoversion-softwareversion SP comments CR LF</c>.</summary>
public static class SshIdentification
{
    /// <summary>The line's limit, CR and LF included.</summary>
    public const int MaxLine = 255;

    /// <summary>Lines a server may send before its identification; RFC 4253 sets no limit, this one keeps the search short.</summary>
    private const int MaxPreamble = 16;

    /// <summary>True when the payload begins as an identification line does, complete or not.</summary>
    public static bool StartsAt(ReadOnlySpan<byte> payload) =>
        payload.Length >= 5 && payload.StartsWith("SSH-"u8) && payload[4] is (byte)'1' or (byte)'2';

    /// <summary>Finds the line in the first payload of one side.</summary>
    /// <param name="payload">Transport payload from the side's first byte.</param>
    /// <param name="fromServer">Other lines may come first.</param>
    /// <param name="line">The line without CR LF, printable ASCII, at most 253 bytes, inside the payload.</param>
    /// <returns>False when there is no complete, printable line.</returns>
    public static bool TryFind(ReadOnlySpan<byte> payload, bool fromServer, out ReadOnlySpan<byte> line)
    {
        line = default;
        for (int n = 0; n <= MaxPreamble; n++)
        {
            int lf = payload.IndexOf((byte)'\n');
            if (lf < 0) return false;
            if (StartsAt(payload)) return TryLine(payload[..(lf + 1)], out line);
            if (!fromServer) return false;
            payload = payload[(lf + 1)..];
        }

        return false;
    }

    /// <summary>Where the payload goes on behind a line that was found in it.</summary>
    internal static int End(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> line)
    {
        payload.Overlaps(line, out int at);
        return at + line.Length + (at + line.Length < payload.Length && payload[at + line.Length] == '\r' ? 2 : 1);
    }

    /// <summary>The line of <see cref="TryFind"/> as a new string.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, bool fromServer, out string line)
    {
        bool found = TryFind(payload, fromServer, out var bytes);
        line = found ? Encoding.ASCII.GetString(bytes) : "";
        return found;
    }

    private static bool TryLine(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (text.Length > MaxLine) return false;
        // Old servers end the line with LF alone (RFC 4253 section 5.1).
        var body = text[..^1];
        if (body is [.., (byte)'\r']) body = body[..^1];
        if (body.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0 || body[4..].IndexOf((byte)'-') < 1) return false;
        line = body;
        return true;
    }
}
