using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using NetThreat.Learning.Boosting.Binning;

namespace NetThreat.Learning.Boosting.Growing;

/// <summary>
/// Sums of packed gradients by bin: 256 sums a column, column after column. Rows are added to 8 or 16 columns at once: different columns
/// never wait for each other's sums, however many rows share a bin.
/// </summary>
internal static unsafe class HistogramKernel
{
    public const int Bins = 256;

    /// <summary>Rows ahead whose bins are asked for: those of a node lie apart.</summary>
    private const int Ahead = 24;

    /// <param name="sums">Of the block's first column.</param>
    public static void Add(BinnedTable table, int block, int* rows, int count, long* packed, long* sums)
    {
        new Span<long>(sums, table.Width(block) * Bins).Clear();
        if (table.Width(block) == 16) AddWide(table.Block(block), rows, count, packed, sums);
        else AddNarrow(table.Block(block), rows, count, packed, sums);
    }

    public static void Subtract(Span<long> from, ReadOnlySpan<long> what)
    {
        var left = MemoryMarshal.Cast<long, Vector<long>>(from);
        var right = MemoryMarshal.Cast<long, Vector<long>>(what);
        for (int i = 0; i < left.Length; i++) left[i] -= right[i];
    }

    private static void AddWide(byte* bins, int* rows, int count, long* packed, long* sums)
    {
        for (int i = 0; i < count; i++)
        {
            if (Sse.IsSupported) Sse.Prefetch0(bins + (long)rows[Math.Min(i + Ahead, count - 1)] * 16);
            long row = rows[i], value = packed[row];
            byte* bin = bins + row * 16;
            sums[bin[0]] += value;
            (sums + Bins)[bin[1]] += value;
            (sums + 2 * Bins)[bin[2]] += value;
            (sums + 3 * Bins)[bin[3]] += value;
            (sums + 4 * Bins)[bin[4]] += value;
            (sums + 5 * Bins)[bin[5]] += value;
            (sums + 6 * Bins)[bin[6]] += value;
            (sums + 7 * Bins)[bin[7]] += value;
            (sums + 8 * Bins)[bin[8]] += value;
            (sums + 9 * Bins)[bin[9]] += value;
            (sums + 10 * Bins)[bin[10]] += value;
            (sums + 11 * Bins)[bin[11]] += value;
            (sums + 12 * Bins)[bin[12]] += value;
            (sums + 13 * Bins)[bin[13]] += value;
            (sums + 14 * Bins)[bin[14]] += value;
            (sums + 15 * Bins)[bin[15]] += value;
        }
    }

    private static void AddNarrow(byte* bins, int* rows, int count, long* packed, long* sums)
    {
        for (int i = 0; i < count; i++)
        {
            if (Sse.IsSupported) Sse.Prefetch0(bins + (long)rows[Math.Min(i + Ahead, count - 1)] * 8);
            long row = rows[i], value = packed[row];
            byte* bin = bins + row * 8;
            sums[bin[0]] += value;
            (sums + Bins)[bin[1]] += value;
            (sums + 2 * Bins)[bin[2]] += value;
            (sums + 3 * Bins)[bin[3]] += value;
            (sums + 4 * Bins)[bin[4]] += value;
            (sums + 5 * Bins)[bin[5]] += value;
            (sums + 6 * Bins)[bin[6]] += value;
            (sums + 7 * Bins)[bin[7]] += value;
        }
    }
}
