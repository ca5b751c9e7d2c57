namespace NetThreat.Packets.Applications;

/// <summary>The complete lines of a text protocol, without their LF or CR LF.</summary>
internal ref struct TextLines(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public ReadOnlySpan<byte> Current { get; private set; } = default;

    /// <summary>Where the line after <see cref="Current"/> begins.</summary>
    public int Position { get; private set; }

    public readonly TextLines GetEnumerator() => this;

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
}
