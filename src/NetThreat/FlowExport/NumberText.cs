using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetThreat.FlowExport;

/// <summary>Numbers as ASCII, the same text as the runtime's own formatting without culture.</summary>
internal static class NumberText
{
    /// <summary>Room that every number fits into.</summary>
    public const int MaxLength = 32;

    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    private static ReadOnlySpan<ulong> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
        1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> to, ulong value)
    {
        if (value < 10)
        {
            to[0] = (byte)('0' + value);
            return 1;
        }

        int digits = Digits(value), i = digits;
        ref byte first = ref MemoryMarshal.GetReference(to[..digits]);
        ref byte pairs = ref MemoryMarshal.GetReference(Pairs);
        while (value >= 100)
        {
            ulong rest = value / 100;
            Copy(ref Unsafe.Add(ref pairs, (nint)(value - rest * 100) * 2), ref Unsafe.Add(ref first, i -= 2));
            value = rest;
        }

        if (value >= 10) Copy(ref Unsafe.Add(ref pairs, (nint)value * 2), ref first);
        else first = (byte)('0' + value);
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
        long whole = (long)value;
        if (whole == value)
        {
            if (whole is > -1_000_000_000_000_000 and < 1_000_000_000_000_000) return Write(to, whole);
        }
        else if (value is >= 1e-4 and < 1e15)
        {
            return WriteFraction(to, value);
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

    /// <summary>1233 / 4096 is log10(2) closely enough for 64 bits.</summary>
    private static int Digits(ulong value)
    {
        int least = (BitOperations.Log2(value) + 1) * 1233 >> 12;
        return least + (value >= PowersOfTen[least] ? 1 : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte pair, ref byte to) => Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<ushort>(ref pair));
}
