namespace NetThreat.Packets.Applications;

/// <summary>The header of a message shaped like HTTP's: a start line, fields, an empty line (SIP, RTSP, SSDP).</summary>
internal ref struct TextHeaders(ReadOnlySpan<byte> message)
{
    private TextLines _lines = new(message);

    public ReadOnlySpan<byte> Name { get; private set; } = default;

    public ReadOnlySpan<byte> Value { get; private set; } = default;

    /// <summary>Where the next line begins.</summary>
    public readonly int Position => _lines.Position;

    /// <summary>The next field; the start line, which has no colon behind its first word, is passed over.</summary>
    public bool MoveNext()
    {
        while (_lines.MoveNext())
        {
            var line = _lines.Current;
            if (line.IsEmpty) return false;
            int colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].IndexOf((byte)' ') >= 0) continue;
            Name = line[..colon];
            Value = line[(colon + 1)..].Trim((byte)' ');
            return true;
        }

        return false;
    }

    /// <summary>The status of a start line "PROTOCOL/1.0 200 OK"; 0 for other lines.</summary>
    public static int Status(ReadOnlySpan<byte> startLine)
    {
        int code = startLine.After((byte)' ').ReplyCode();
        return code is >= 100 and < 700 ? code : 0;
    }
}
