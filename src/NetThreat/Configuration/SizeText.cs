using System.Globalization;

namespace NetThreat.Configuration;

/// <summary>Numbers of bytes as people write them: <c>4096</c>, <c>64KiB</c>, <c>512MiB</c>, <c>2GiB</c>, <c>1TiB</c> (IEC 80000-13).</summary>
internal static class SizeText
{
    private static readonly (string Suffix, int Shift)[] Units = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0)];

    public static bool TryParse(string text, out long value)
    {
        var digits = text.AsSpan().Trim();
        var shift = 0;
        foreach (var (suffix, bits) in Units)
        {
            if (!digits.EndsWith(suffix, StringComparison.Ordinal)) continue;
            digits = digits[..^suffix.Length].TrimEnd();
            shift = bits;
            break;
        }
        value = 0;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > long.MaxValue >> shift) return false;
        value = count << shift;
        return true;
    }

    /// <summary>The largest unit that shows the size as a whole number.</summary>
    public static string Format(long bytes)
    {
        foreach (var (suffix, shift) in Units)
            if (shift > 0 && bytes != 0 && bytes % (1L << shift) == 0) return string.Create(CultureInfo.InvariantCulture, $"{bytes >> shift}{suffix}");
        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
