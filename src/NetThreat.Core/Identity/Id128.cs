using System.Buffers.Binary;
using System.Globalization;

namespace NetThreat.Core.Identity;

/// <summary>A 128-bit identifier that is a function of what it names; written as 32 lower-case hexadecimal digits.</summary>
public readonly record struct Id128(ulong High, ulong Low) : IComparable<Id128>
{
    public static Id128 FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    public byte[] ToBytes()
    {
        var b = new byte[16];
        CopyTo(b);
        return b;
    }

    public static bool TryParse(string? text, out Id128 id)
    {
        id = default;
        if (text is not { Length: 32 }
            || !ulong.TryParse(text.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong high)
            || !ulong.TryParse(text.AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong low)) return false;
        id = new(high, low);
        return true;
    }

    public override string ToString() => High.ToString("x16", CultureInfo.InvariantCulture) + Low.ToString("x16", CultureInfo.InvariantCulture);

    public int CompareTo(Id128 other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public static bool operator <(Id128 a, Id128 b) => a.CompareTo(b) < 0;

    public static bool operator >(Id128 a, Id128 b) => a.CompareTo(b) > 0;

    public static bool operator <=(Id128 a, Id128 b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Id128 a, Id128 b) => a.CompareTo(b) >= 0;
}
