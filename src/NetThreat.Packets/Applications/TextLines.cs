namespace NetThreat.Packets.Applications;

/// <summary>The complete lines of a text protocol, without their LF or CR LF.</summary>
internal ref struct TextLines(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public ReadOnlySpan<byte> Current { get; private set; } = default;

    /// <summary>Where the line after <see cref="Current"/> begins.</summary>
    public int Position { get; private set; }

    public bool MoveNext()
    {
        var rest = _data[Position..];
        int end = rest.IndexOf((byte)'\n');
        if (end < 0) return false;
        Position += end + 1;
        Current = end > 0 && rest[end - 1] == '\r' ? rest[..(end - 1)] : rest[..end];
        return true;
    }

    /// <summary>Passes over bytes that are not lines.</summary>
    public void Skip(int count) => Position = (int)Math.Min(Position + (uint)count, (uint)_data.Length);

    /// <summary>The first line of a stream.</summary>
    /// <returns>Yes with a complete line; NeedMore when what is there can become one; No for anything that is not text.</returns>
    public static Recognition First(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> line)
    {
        var lines = new TextLines(data);
        bool complete = lines.MoveNext();
        line = complete ? lines.Current : data;
        if (line.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || line.IndexOfAnyInRange((byte)0x0E, (byte)0x1F) >= 0) return Recognition.No;
        if (complete) return Recognition.Yes;
        line = default;
        return data.Length <= 512 ? Recognition.NeedMore : Recognition.No;
    }
}
