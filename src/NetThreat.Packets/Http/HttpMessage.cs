using System.Buffers;
using System.Text;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Http;

/// <summary>The start lines and headers of HTTP/1 messages (RFC 9112 sections 3 to 6).</summary>
internal static class HttpMessage
{
    public const int MaxMethod = 20;

    private static readonly SearchValues<byte> MethodBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_-"u8);
    private static readonly HashSet<string> Methods =
    [
        "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH", "QUERY",
        "SUBSCRIBE", "UNSUBSCRIBE", "NOTIFY", "POLL", "BMOVE", "BCOPY", "BPROPPATCH", "RPC_IN_DATA", "RPC_OUT_DATA", "BITS_POST", "CCM_POST", "RPC_CONNECT", "SMS_POST", "CHECKOUT", "MERGE", "VERSION-CONTROL",
    ];

    /// <returns>Upper-case letters before the first blank; the whole length while there is nothing else; -1 for what begins no request.</returns>
    public static int MethodLength(ReadOnlySpan<byte> b)
    {
        int n = b[..Math.Min(b.Length, MaxMethod + 1)].IndexOfAnyExcept(MethodBytes);
        if (n < 0) return b.Length <= MaxMethod ? b.Length : -1;
        return n >= 3 && b[n] == ' ' ? n : -1;
    }

    public static bool IsKnownMethod(ReadOnlySpan<byte> method) => Methods.Contains(Encoding.ASCII.GetString(method));

    /// <summary>"1.1" at the end of a request line; empty for another protocol.</summary>
    public static ReadOnlySpan<byte> Version(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)' ');
        for (int digits = 1; digits <= 3; digits += 2)
        {
            if (line.Length < digits + 6 || !line[^(digits + 6)..^digits].SequenceEqual(" HTTP/"u8)) continue;
            var version = line[^digits..];
            bool plausible = char.IsAsciiDigit((char)version[0]) && (digits == 1 || (version[1] == '.' && char.IsAsciiDigit((char)version[2])));
            return plausible ? version : default;
        }

        return default;
    }

    /// <summary>The status of a response line; 0 for what is none.</summary>
    public static int Status(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/"u8)) return 0;
        int at = line[..Math.Min(line.Length, 16)].IndexOf((byte)' ');
        if (at < 6 || line.Length < at + 4) return 0;
        var digits = line.Slice(at + 1, 3);
        return digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? digits.Decimal() : 0;
    }

    /// <summary>The end of the header section, its empty line included; -1 while it is not there.</summary>
    public static int HeaderEnd(ReadOnlySpan<byte> b)
    {
        for (int at = 0; at < b.Length;)
        {
            int lf = b[at..].IndexOf((byte)'\n');
            if (lf < 0) return -1;
            at += lf + 1;
            if (at < b.Length && b[at] == '\n') return at + 1;
            if (at + 1 < b.Length && b[at] == '\r' && b[at + 1] == '\n') return at + 2;
        }

        return -1;
    }
}
