using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Http;

/// <summary>The header fields of one message that are kept: views of the stream.</summary>
internal ref struct HttpHeaders
{
    private const int MaxHeaders = 128;

    public ReadOnlySpan<byte> Host, UserAgent, Referrer, ContentType, Server, Upgrade, Authorization;

    /// <summary>-1 where none is announced, or none that can be.</summary>
    public long ContentLength;
    public bool Chunked;

    public static HttpHeaders Read(ReadOnlySpan<byte> section)
    {
        var headers = new HttpHeaders { ContentLength = -1 };
        int n = 0;
        var lines = new TextLines(section);
        while (lines.MoveNext())
        {
            var line = lines.Current;
            int colon = line.IndexOf((byte)':');
            if (colon > 0 && n++ < MaxHeaders) headers.Take(line[..colon].TrimEnd((byte)' '), line[(colon + 1)..].Trim(" \t"u8));
        }

        return headers;
    }

    /// <summary>A media type without its parameters.</summary>
    public static ReadOnlySpan<byte> Media(ReadOnlySpan<byte> value) => value.Before((byte)';').TrimEnd((byte)' ');

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when name.IsText("host"u8): Set(ref Host, value); break;
            case 6 when name.IsText("server"u8): Set(ref Server, value); break;
            case 7 when name.IsText("referer"u8): Set(ref Referrer, value); break;
            case 7 when name.IsText("upgrade"u8): Set(ref Upgrade, value); break;
            case 10 when name.IsText("user-agent"u8): Set(ref UserAgent, value); break;
            case 12 when name.IsText("content-type"u8): Set(ref ContentType, value); break;
            case 13 when name.IsText("authorization"u8): Set(ref Authorization, value); break;
            case 14 when name.IsText("content-length"u8): ContentLength = Length(value); break;
            case 17 when name.IsText("transfer-encoding"u8): Chunked |= value.ContainsText("chunked"u8); break;
        }
    }

    private static void Set(ref ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        if (field.IsEmpty) field = value;
    }

    private static long Length(ReadOnlySpan<byte> digits)
    {
        if (digits.IsEmpty || digits.Length > 16) return -1;
        long value = 0;
        foreach (byte b in digits)
        {
            if (b is < (byte)'0' or > (byte)'9') return -1;
            value = value * 10 + b - '0';
        }

        return value;
    }
}
