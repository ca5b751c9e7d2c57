using System.Buffers.Binary;
using System.Text;

namespace NetThreat.Packets.Applications;

/// <summary>Writes values of the wire as facts, cut to a length at which they still tell what they are.</summary>
internal static class FactText
{
    public const int MaxLength = 200;

    /// <summary>Text without blanks around it, at most <see cref="MaxLength"/> bytes; nothing when empty.</summary>
    public static void Value(this IFactSink facts, string name, ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t\0"u8);
        if (!value.IsEmpty) facts.Text(name, value[..Math.Min(value.Length, MaxLength)]);
    }

    /// <summary>UTF-16LE text, cut like the others.</summary>
    public static void Utf16(this IFactSink facts, string name, ReadOnlySpan<byte> value)
    {
        value = value[..(Math.Min(value.Length, 2 * MaxLength) & ~1)];
        Span<byte> utf8 = stackalloc byte[3 * MaxLength];
        int written = Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(value).AsSpan().TrimEnd('\0'), utf8);
        if (written > 0) facts.Text(name, utf8[..Math.Min(written, MaxLength)]);
    }

    /// <summary>Lower case hexadecimal.</summary>
    public static void Hex(this IFactSink facts, string name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty) facts.Text(name, Convert.ToHexStringLower(value[..Math.Min(value.Length, MaxLength / 2)]));
    }

    /// <summary>An IPv4 address of 4 bytes or an IPv6 address of 16; nothing for other lengths or the unspecified address.</summary>
    public static void IpAddress(this IFactSink facts, string name, ReadOnlySpan<byte> value)
    {
        if (value.Length is not (4 or 16) || value.IndexOfAnyExcept((byte)0) < 0) return;
        facts.Text(name, new System.Net.IPAddress(value).ToString());
    }

    /// <summary>A hardware address as six hexadecimal bytes with colons, as Zeek writes it.</summary>
    public static void HardwareAddress(this IFactSink facts, string name, ReadOnlySpan<byte> value)
    {
        if (value.Length != 6) return;
        ulong bits = (ulong)BinaryPrimitives.ReadUInt16BigEndian(value) << 32 | BinaryPrimitives.ReadUInt32BigEndian(value[2..]);
        facts.Text(name, string.Create(17, bits, static (text, bits) =>
        {
            for (int i = 0; i < 6; i++)
            {
                int b = (int)(bits >> (40 - (8 * i))) & 0xFF;
                text[3 * i] = "0123456789abcdef"[b >> 4];
                text[(3 * i) + 1] = "0123456789abcdef"[b & 15];
                if (i < 5) text[(3 * i) + 2] = ':';
            }
        }));
    }

    /// <summary>A GUID in the mixed byte order of DCE (first three fields little-endian, unless told otherwise).</summary>
    public static void Uuid(this IFactSink facts, string name, ReadOnlySpan<byte> value, bool bigEndian = false)
    {
        if (value.Length == 16) facts.Text(name, new Guid(value, bigEndian).ToString("D"));
    }
}
