using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Redis;

/// <summary>Commands as arrays of bulk strings: *2 $3 GET $1 k, each on a line.</summary>
internal ref struct RespReader(ReadOnlySpan<byte> stream)
{
    private const int MaxArguments = 1024;

    private readonly ReadOnlySpan<byte> _stream = stream;

    /// <summary>Where the next command begins.</summary>
    public int Position { get; private set; }

    /// <summary>The bytes are not such commands.</summary>
    public bool Failed { get; private set; }

    /// <summary>Reads the next whole command.</summary>
    public bool Command(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> first, out int arguments)
    {
        name = first = default;
        int at = Position;
        arguments = Number(ref at, (byte)'*') - 1;
        if (arguments is < 0 or > MaxArguments)
        {
            Failed |= arguments != -2;
            return false;
        }

        for (int n = 0; n <= arguments; n++)
        {
            int length = Number(ref at, (byte)'$');
            if (length < 0 || length > _stream.Length - at - 2) return false;
            if (n == 0) name = _stream.Slice(at, length);
            else if (n == 1) first = _stream.Slice(at, length);
            at += length + 2;
        }

        Position = at;
        return true;
    }

    /// <returns>The number; -1 when the line is not complete or not a number.</returns>
    private int Number(ref int at, byte mark)
    {
        var rest = _stream[Math.Min(at, _stream.Length)..];
        if (rest.IsEmpty) return -1;
        Failed |= rest[0] != mark;
        int end = Failed ? -1 : rest[..Math.Min(rest.Length, 16)].IndexOf("\r\n"u8);
        if (end < 2)
        {
            Failed |= rest.Length >= 16;
            return -1;
        }

        int value = rest[1..end].Decimal();
        Failed |= value < 0;
        at += end + 2;
        return value;
    }
}
