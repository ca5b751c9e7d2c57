using System.Globalization;

namespace NetThreat.FlowExport;

/// <summary>Numbers as ASCII, the same text as the runtime's own formatting without culture.</summary>
internal static class NumberText
{
    /// <summary>Room that every number fits into.</summary>
    public const int MaxLength = 32;

    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, ulong value)
    {
        int digits = Digits(value);
        int i = digits;
        while (value >= 100)
        {
            ulong rest = value / 100;
            Pairs.Slice((int)(value - rest * 100) * 2, 2).CopyTo(to[(i -= 2)..]);
            value = rest;
        }

        if (value >= 10) Pairs.Slice((int)value * 2, 2).CopyTo(to);
        else to[0] = (byte)('0' + value);
        return digits;
    }

    public static int Write(Span<byte> to, long value)
    {
        if (value >= 0) return Write(to, (ulong)value);
        to[0] = (byte)'-';
        return 1 + Write(to[1..], (ulong)-value);
    }

    /// <summary>The shortest text that reads back as the same value.</summary>
    public static int Write(Span<byte> to, double value)
    {
        if (value >= 0 && value < 1e15)
        {
            ulong whole = (ulong)value;
            if (whole == value) return Write(to, whole);
            if (value >= 1e-4) return WriteFraction(to, value);
        }
        else if (value < 0 && value > -1e15 && value == Math.Floor(value))
        {
            return Write(to, (long)value);
        }

        value.TryFormat(to, out int n, default, CultureInfo.InvariantCulture);
        return n;
    }

    private static int WriteFraction(Span<byte> to, double value)
    {
        ulong digits = ShortestDecimal.Of(value, out int exponent);
        while (digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }

        Span<byte> text = stackalloc byte[20];
        int n = Write(text, digits), point = n + exponent;
        if (point > 0)
        {
            text[..point].CopyTo(to);
            to[point] = (byte)'.';
            text[point..n].CopyTo(to[(point + 1)..]);
            return n + 1;
        }

        to[0] = (byte)'0';
        to[1] = (byte)'.';
        to.Slice(2, -point).Fill((byte)'0');
        text[..n].CopyTo(to[(2 - point)..]);
        return 2 - point + n;
    }

    private static int Digits(ulong value)
    {
        int n = 1;
        for (; value >= 10_000; value /= 10_000) n += 4;
        return n + (value >= 1000 ? 3 : value >= 100 ? 2 : value >= 10 ? 1 : 0);
    }
}
