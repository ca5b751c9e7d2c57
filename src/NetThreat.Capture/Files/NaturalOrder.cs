namespace NetThreat.Capture.Files;

/// <summary>Names in the order people number them: runs of digits by value, so that capture2 comes before capture10; all else by code point.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Comparer { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        int i = 0, j = 0;
        while (i < x.Length && j < y.Length)
        {
            int order = char.IsAsciiDigit(x[i]) && char.IsAsciiDigit(y[j]) ? Numbers(Digits(x, ref i), Digits(y, ref j)) : x[i++].CompareTo(y[j++]);
            if (order != 0) return order;
        }

        int rest = (x.Length - i).CompareTo(y.Length - j);
        // Equal but for leading zeros: any fixed order will do.
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    private static int Numbers(ReadOnlySpan<char> x, ReadOnlySpan<char> y) =>
        x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.SequenceCompareTo(y);

    /// <summary>The run of digits, without leading zeros.</summary>
    private static ReadOnlySpan<char> Digits(string s, ref int at)
    {
        int start = at;
        while (at < s.Length && char.IsAsciiDigit(s[at])) at++;
        return s.AsSpan(start, at - start).TrimStart('0');
    }
}
