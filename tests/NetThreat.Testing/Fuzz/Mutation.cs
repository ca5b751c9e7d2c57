using System.Buffers.Binary;

namespace NetThreat.Testing.Fuzz;

/// <summary>Changes bytes as hostile and broken senders do.</summary>
public static class Mutation
{
    public const int MaxLength = 65_536;

    private static readonly byte[] Edges = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];

    /// <summary>Fills <paramref name="buffer"/> with a mutation of a seed.</summary>
    /// <param name="buffer">Of <see cref="MaxLength"/> bytes.</param>
    /// <param name="other">Another seed, for splices.</param>
    /// <returns>Bytes used.</returns>
    public static int Make(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> other, Span<byte> buffer, ref FuzzRandom random)
    {
        int length = Math.Min(seed.Length, MaxLength);
        seed[..length].CopyTo(buffer);
        for (int left = 1 + random.Below(random.OneIn(4) ? 16 : 4); left > 0; left--) length = Once(buffer, length, other, ref random);
        return length;
    }

    private static int Once(Span<byte> buffer, int length, ReadOnlySpan<byte> other, ref FuzzRandom random)
    {
        switch (random.Below(10))
        {
            case 0 or 1: return FlipBit(buffer, length, ref random);
            case 2 or 3: return SetByte(buffer, length, ref random);
            case 4: return random.Below(length + 1);
            case 5: return Splice(buffer, length, other, ref random);
            case 6 or 7: return EditNumber(buffer, length, ref random);
            case 8: return Duplicate(buffer, length, ref random);
            default: return random.OneIn(2) ? Extend(buffer, length, ref random) : Remove(buffer, length, ref random);
        }
    }

    /// <summary>Headers stand at the beginning: half of the changes go to the first 64 bytes.</summary>
    private static int Position(int length, ref FuzzRandom random) => random.Below(random.OneIn(2) ? Math.Min(length, 64) : length);

    private static int FlipBit(Span<byte> buffer, int length, ref FuzzRandom random)
    {
        if (length > 0) buffer[Position(length, ref random)] ^= (byte)(1 << random.Below(8));
        return length;
    }

    private static int SetByte(Span<byte> buffer, int length, ref FuzzRandom random)
    {
        if (length > 0) buffer[Position(length, ref random)] = random.OneIn(2) ? Edges[random.Below(Edges.Length)] : (byte)random.Next();
        return length;
    }

    /// <summary>A number of two or four bytes, as lengths and counts are: an edge, or a little more or less than it was.</summary>
    private static int EditNumber(Span<byte> buffer, int length, ref FuzzRandom random)
    {
        int width = random.OneIn(3) ? 4 : 2;
        if (length < width) return length;
        var field = buffer.Slice(Position(length - width + 1, ref random), width);
        uint value = width == 2 ? BinaryPrimitives.ReadUInt16BigEndian(field) : BinaryPrimitives.ReadUInt32BigEndian(field);
        value = random.Below(4) switch { 0 => 0, 1 => uint.MaxValue, 2 => value + (uint)random.Below(9) - 4, _ => (uint)length + (uint)random.Below(9) - 4 };
        if (width == 2) BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)value);
        else BinaryPrimitives.WriteUInt32BigEndian(field, value);
        return length;
    }

    /// <summary>The beginning up to a point, then the other seed from a point on.</summary>
    private static int Splice(Span<byte> buffer, int length, ReadOnlySpan<byte> other, ref FuzzRandom random)
    {
        if (other.IsEmpty) return length;
        int at = random.Below(length + 1), from = random.Below(other.Length), count = Math.Min(other.Length - from, MaxLength - at);
        other.Slice(from, count).CopyTo(buffer[at..]);
        return at + count;
    }

    /// <summary>A piece stands twice: a header within a header.</summary>
    private static int Duplicate(Span<byte> buffer, int length, ref FuzzRandom random)
    {
        if (length == 0) return 0;
        int from = Position(length, ref random), count = Math.Min(1 + random.Below(Math.Min(80, length - from)), MaxLength - length);
        buffer[from..length].CopyTo(buffer[(from + count)..]);
        return length + count;
    }

    private static int Remove(Span<byte> buffer, int length, ref FuzzRandom random)
    {
        if (length == 0) return 0;
        int from = Position(length, ref random), count = 1 + random.Below(Math.Min(80, length - from));
        buffer[(from + count)..length].CopyTo(buffer[from..]);
        return length - count;
    }

    private static int Extend(Span<byte> buffer, int length, ref FuzzRandom random)
    {
        int count = Math.Min(random.OneIn(50) ? random.Below(MaxLength) : random.Below(128), MaxLength - length);
        byte value = random.OneIn(2) ? (byte)0 : (byte)random.Next();
        buffer.Slice(length, count).Fill(value);
        return length + count;
    }
}
