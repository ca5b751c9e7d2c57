using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace NetThreat.Core.Net;

/// <summary>An IPv4 or IPv6 address as 128 bits in network order (IPv4 as ::ffff:a.b.c.d). Ordered as those 16 bytes.</summary>
public readonly record struct Address(ulong High, ulong Low) : IComparable<Address>
{
    private const ulong V4Prefix = 0x0000_FFFF_0000_0000;

    public bool IsV4 => High == 0 && Low >> 32 == V4Prefix >> 32;

    public bool IsMulticast => IsV4 ? (Low >> 28 & 0xF) == 0xE : High >> 56 == 0xFF;

    /// <summary>255.255.255.255; directed broadcasts cannot be told without the mask.</summary>
    public bool IsBroadcast => Low == (V4Prefix | 0xFFFF_FFFF) && High == 0;

    public static Address FromV4(uint address) => new(0, V4Prefix | address);

    /// <summary>Reads 4 or 16 bytes in network order.</summary>
    public static Address FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == 4
        ? FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>Writes the 16 bytes in network order.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    public uint ToV4() => (uint)Low;

    public IPAddress ToIPAddress()
    {
        Span<byte> b = stackalloc byte[16];
        CopyTo(b);
        return IsV4 ? new IPAddress(b[12..]) : new IPAddress(b);
    }

    public static Address FromIPAddress(IPAddress address)
    {
        Span<byte> b = stackalloc byte[16];
        address.TryWriteBytes(b, out int n);
        return FromBytes(b[..n]);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out Address address)
    {
        bool ok = IPAddress.TryParse(text, out var ip) && ip.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
        address = ok ? FromIPAddress(ip!) : default;
        return ok;
    }

    /// <exception cref="FormatException">The text is not an IP address.</exception>
    public static Address Parse(string text) => TryParse(text, out var a) ? a : throw new FormatException($"'{text}' is not an IP address");

    public override string ToString() => ToIPAddress().ToString();

    public int CompareTo(Address other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public static bool operator <(Address a, Address b) => a.CompareTo(b) < 0;

    public static bool operator >(Address a, Address b) => a.CompareTo(b) > 0;

    public static bool operator <=(Address a, Address b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Address a, Address b) => a.CompareTo(b) >= 0;
}
