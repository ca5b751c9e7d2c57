using System.Buffers.Binary;

namespace NetThreat.Capture.Ipfix;

/// <summary>Times of exporters as nanoseconds since the epoch. What does not fit becomes 0: unknown.</summary>
internal static class ExportTime
{
    /// <summary>From 1900 to 1970 (RFC 5905).</summary>
    private const long NtpOffset = 2_208_988_800;

    /// <summary>Half of 2^32 s: an NTP time before 1968 stands for one after 2036.</summary>
    private const uint NtpEra = 0x8000_0000;

    public static long Of(ElementType type, ReadOnlySpan<byte> value) => type switch
    {
        ElementType.Seconds => Scaled(FieldReader.Unsigned(value), 1_000_000_000),
        ElementType.Milliseconds => Scaled(FieldReader.Unsigned(value), 1_000_000),
        ElementType.Microseconds or ElementType.Nanoseconds when value.Length == 8 => Ntp(value, type == ElementType.Microseconds),
        _ => 0,
    };

    public static long Scaled(ulong value, long unit) => value <= (ulong)(long.MaxValue / unit) ? (long)value * unit : 0;

    private static long Ntp(ReadOnlySpan<byte> value, bool microseconds)
    {
        uint seconds = BinaryPrimitives.ReadUInt32BigEndian(value);
        uint fraction = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
        if ((seconds | fraction) == 0) return 0;
        long since1970 = seconds - NtpOffset + (seconds < NtpEra ? 1L << 32 : 0);
        // RFC 7011 section 6.1.9: the lower 11 bits of the fraction are below a microsecond and mean nothing.
        if (microseconds) return since1970 * 1_000_000_000 + (long)(((ulong)(fraction & ~0x7FFu) * 1_000_000 + (1u << 31)) >> 32) * 1_000;
        return since1970 * 1_000_000_000 + (long)(((ulong)fraction * 1_000_000_000 + (1u << 31)) >> 32);
    }
}
