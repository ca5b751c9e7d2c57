using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Boosting.Binning;

/// <summary>
/// A table as bins of one byte, in blocks of 16 columns (the last of 8 where that suffices), each block row after row: a row's block is one
/// load, and the histograms of a block (32 KB) stay in the first cache while rows are added to them.
/// </summary>
internal sealed unsafe class BinnedTable
{
    /// <summary>Rows whose values decide where the bins lie.</summary>
    private const int SampleRows = 200_000;
    private const int WideBlock = 16, NarrowBlock = 8, RowsAtOnce = 512;

    private readonly byte[][] _blocks;

    public BinnedTable(Matrix features, int mostBins, ulong seed, int threads)
    {
        (Rows, Columns) = (features.Rows, new ColumnBins[features.Columns]);
        if ((long)Rows * WideBlock > Array.MaxLength) throw new LearningException($"{Rows} rows: at most {Array.MaxLength / WideBlock} can be fitted, take a sample");
        _blocks = new byte[(features.Columns + WideBlock - 1) / WideBlock][];
        var sample = Sample(Rows, seed);
        FixedShares.Each(_blocks.Length, threads, block => Fill(features, block, sample, mostBins));
    }

    public int Rows { get; }

    public ColumnBins[] Columns { get; }

    public int Blocks => _blocks.Length;

    /// <summary>Columns of all blocks, those that only fill the last one included.</summary>
    public int PaddedColumns => (Blocks - 1) * WideBlock + Width(Blocks - 1);

    /// <summary>Bytes of a row in a block.</summary>
    public int Width(int block) => Columns.Length - block * WideBlock > NarrowBlock ? WideBlock : NarrowBlock;

    /// <summary>The first column of a block, and the one after its last.</summary>
    public (int From, int To) ColumnsOf(int block) => (block * WideBlock, Math.Min(Columns.Length, (block + 1) * WideBlock));

    public byte* Block(int block) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_blocks[block]));

    /// <summary>The bins of one column: the first, and bytes from one row to the next.</summary>
    public byte* Column(int column, out int stride)
    {
        stride = Width(column / WideBlock);
        return Block(column / WideBlock) + column % WideBlock;
    }

    /// <summary>The float32 t of "left when x &lt; t" that separates two bins of the values that a node has: halfway between them.</summary>
    public float Threshold(int column, int leftBin, int rightBin) => ColumnBins.Between(Columns[column].Highest[leftBin], Columns[column].Lowest[rightBin]);

    /// <summary>Rows in ascending order: all, or one of each of as many even stretches as there is room.</summary>
    private static int[] Sample(int rows, ulong seed)
    {
        var sample = new int[Math.Min(rows, SampleRows)];
        double stretch = (double)rows / sample.Length;
        for (int i = 0; i < sample.Length; i++)
        {
            double within = rows == sample.Length ? 0 : (Xoshiro256.WordAt(seed, i) >> 11) * (1.0 / (1UL << 53));
            sample[i] = Math.Min(rows - 1, (int)((i + within) * stretch));
        }
        return sample;
    }

    private void Fill(Matrix features, int block, int[] sample, int mostBins)
    {
        var (first, last) = ColumnsOf(block);
        var (values, scratch) = (new float[sample.Length], new float[sample.Length]);
        for (int c = first; c < last; c++) Columns[c] = new ColumnBins(Sorted(features, c, sample, values, scratch), mostBins);

        int width = Width(block), stride = features.Columns;
        _blocks[block] = GC.AllocateArray<byte>(Rows * width, pinned: true);
        fixed (float* all = features.Values)
        {
            for (int row = 0; row < Rows; row += RowsAtOnce)
            {
                int rows = Math.Min(RowsAtOnce, Rows - row);
                for (int c = first; c < last; c++) Columns[c].Assign(all + (long)row * stride + c, stride, Block(block) + (long)row * width + (c - first), width, rows);
            }
        }
    }

    private static ReadOnlySpan<float> Sorted(Matrix features, int column, int[] sample, float[] values, float[] scratch)
    {
        int count = 0;
        foreach (int row in sample)
        {
            float x = features[row, column];
            // -0 and 0 are one value.
            if (!float.IsNaN(x)) values[count++] = x + 0f;
        }
        RadixSort.Ascending(values.AsSpan(0, count), scratch);
        return values.AsSpan(0, count);
    }
}
