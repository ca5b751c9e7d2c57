using System.Globalization;

namespace NetThreat.Learning.Tables;

/// <summary>Reads times as files spell them.</summary>
public static class TimeCell
{
    private static readonly string[] DayFirst =
    [
        "d/M/yyyy H:m:s", "d/M/yyyy H:m", "d/M/yyyy h:m:s tt", "d/M/yyyy h:m tt", "d/M/yyyy H:m:s.FFFFFFF", "d-M-yyyy H:m:s",
    ];

    private static readonly string[] Iso = ["yyyy-M-d H:m:s", "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-dTH:m:s.FFFFFFFK", "yyyy-M-dTH:m:sK", "yyyy-M-d"];

    /// <summary>Nanoseconds since 1970 for seconds since 1970 (exact to the digits given), an ISO date or a date with the day first; null for anything else.</summary>
    public static long? Read(string text)
    {
        text = text.Trim();
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var seconds))
            return Math.Abs(seconds) < 9_000_000_000m ? (long)(seconds * 1_000_000_000m) : null;
        return Date(text, Iso) ?? Date(text, DayFirst);
    }

    private static long? Date(string text, string[] formats) =>
        DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? (time - DateTime.UnixEpoch).Ticks * 100
            : null;
}
