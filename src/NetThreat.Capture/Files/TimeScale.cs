using NetThreat.Core.Time;

namespace NetThreat.Capture.Files;

/// <summary>What a pcapng interface's ticks mean (draft-ietf-opsawg-pcapng section 4.2, if_tsresol and if_tsoffset).</summary>
/// <param name="Resolution">The option's byte: a negative power of ten, or of two where the top bit is set.</param>
/// <param name="OffsetSeconds">Added to every time.</param>
internal readonly record struct TimeScale(byte Resolution, long OffsetSeconds)
{
    /// <summary>Times stay a day inside the representable range, so that a timeout added to one still fits.</summary>
    public const long Limit = long.MaxValue - 86_400 * Timestamp.NanosecondsPerSecond;

    private const ulong TicksThatFitAsMicroseconds = Limit / 1000;

    /// <summary>Microseconds since the epoch.</summary>
    public static TimeScale Default { get; } = new(6, 0);

    /// <param name="clamped">True when the time does not fit and the nearest one stands for it.</param>
    public Timestamp ToTimestamp(ulong ticks, out bool clamped)
    {
        clamped = false;
        if (Resolution == 6 && OffsetSeconds == 0 && ticks <= TicksThatFitAsMicroseconds) return new((long)ticks * 1000);
        var ns = (Int128)Nanoseconds(ticks) + (Int128)OffsetSeconds * Timestamp.NanosecondsPerSecond;
        var fit = Int128.Clamp(ns, -Limit, Limit);
        clamped = fit != ns;
        return new((long)fit);
    }

    private UInt128 Nanoseconds(ulong ticks)
    {
        int power = Resolution & 0x7F;
        if ((Resolution & 0x80) != 0) return ((UInt128)ticks * Timestamp.NanosecondsPerSecond) >> power;
        if (power <= 9) return ticks * PowerOfTen(9 - power);
        // Beyond 10^-28 even the largest tick count is less than a nanosecond.
        return power > 28 ? 0 : ticks / PowerOfTen(power - 9);
    }

    private static UInt128 PowerOfTen(int n)
    {
        UInt128 p = 1;
        for (int i = 0; i < n; i++) p *= 10;
        return p;
    }
}
