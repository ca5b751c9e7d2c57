using System.Globalization;

namespace NetThreat.Core.Time;

/// <summary>A point in event time: nanoseconds since 1970-01-01T00:00:00Z. Capture times from 1678 to 2262 fit.</summary>
public readonly record struct Timestamp(long Nanoseconds) : IComparable<Timestamp>
{
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Before every capture time: the watermark of a stream that has promised nothing yet.</summary>
    public static readonly Timestamp MinValue = new(long.MinValue);

    /// <summary>After every capture time: the watermark of a finished stream.</summary>
    public static readonly Timestamp MaxValue = new(long.MaxValue);

    public static Timestamp FromSeconds(long seconds, long nanoseconds = 0) => new(seconds * NanosecondsPerSecond + nanoseconds);

    public static Timestamp FromDateTimeOffset(DateTimeOffset value) => new((value.UtcTicks - DateTime.UnixEpoch.Ticks) * 100);

    /// <summary>The start of the interval of length <paramref name="width"/> that contains this time, on the grid anchored at the epoch.</summary>
    public Timestamp Floor(TimeSpan width)
    {
        long w = width.Ticks * 100, r = Nanoseconds % w;
        return new(Nanoseconds - (r < 0 ? r + w : r));
    }

    public double TotalSeconds => Nanoseconds / 1e9;

    public DateTimeOffset ToDateTimeOffset() => new(DateTime.UnixEpoch.Ticks + FloorDiv(Nanoseconds, 100), TimeSpan.Zero);

    /// <summary>RFC 3339 in UTC with nanoseconds trimmed of trailing zeros, at least microseconds.</summary>
    public override string ToString() => this == MinValue ? "-inf" : this == MaxValue ? "+inf"
        : ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public int CompareTo(Timestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Saturates at the ends, so that the infinite marks stay infinite.</summary>
    public static Timestamp operator +(Timestamp a, TimeSpan b) => new(SaturatingAdd(a.Nanoseconds, b.Ticks * 100));

    public static Timestamp operator -(Timestamp a, TimeSpan b) => new(SaturatingAdd(a.Nanoseconds, -b.Ticks * 100));

    /// <summary>The distance rounded down to 100 ns.</summary>
    public static TimeSpan operator -(Timestamp a, Timestamp b) => new((long)(((Int128)a.Nanoseconds - b.Nanoseconds) / 100));

    public static bool operator <(Timestamp a, Timestamp b) => a.Nanoseconds < b.Nanoseconds;

    public static bool operator >(Timestamp a, Timestamp b) => a.Nanoseconds > b.Nanoseconds;

    public static bool operator <=(Timestamp a, Timestamp b) => a.Nanoseconds <= b.Nanoseconds;

    public static bool operator >=(Timestamp a, Timestamp b) => a.Nanoseconds >= b.Nanoseconds;

    public static Timestamp Min(Timestamp a, Timestamp b) => a < b ? a : b;

    public static Timestamp Max(Timestamp a, Timestamp b) => a > b ? a : b;

    private static long SaturatingAdd(long a, long b)
    {
        if (a is long.MinValue or long.MaxValue) return a;
        long s = unchecked(a + b);
        return ((a ^ s) & (b ^ s)) < 0 ? (b < 0 ? long.MinValue : long.MaxValue) : s;
    }

    private static long FloorDiv(long a, long b) => a / b - (a % b < 0 ? 1 : 0);
}
