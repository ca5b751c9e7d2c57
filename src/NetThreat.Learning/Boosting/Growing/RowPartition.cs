using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetThreat.Learning.Boosting.Binning;

namespace NetThreat.Learning.Boosting.Growing;

/// <summary>The rows of a tree ordered so that every node's rows lie together, in ascending order.</summary>
internal sealed unsafe class RowPartition(int capacity)
{
    private readonly int[] _rows = GC.AllocateArray<int>(capacity, pinned: true), _right = GC.AllocateArray<int>(capacity, pinned: true);

    public int* Rows => Address(_rows);

    public ReadOnlySpan<int> Of(int start, int count) => _rows.AsSpan(start, count);

    public void Reset(ReadOnlySpan<int> rows) => rows.CopyTo(_rows);

    /// <summary>Moves the rows that go left before those that go right, each in their order.</summary>
    /// <returns>How many go left.</returns>
    public int Split(BinnedTable table, int start, int count, NodeSplit split)
    {
        byte* bins = table.Column(split.Column, out int stride);
        int* rows = Rows + start, aside = Address(_right);
        // Going left, the missing bin turns over to 0 and all others move up by one.
        int shift = split.MissingLeft ? 1 : 0, last = split.Bin + shift, left = 0, right = 0;
        for (int i = 0; i < count; i++)
        {
            int row = rows[i];
            bool goesLeft = (byte)(bins[(long)row * stride] + shift) <= last;
            int step = *(byte*)&goesLeft;
            // Both places are written, one is kept: no branch to guess.
            rows[left] = row;
            aside[right] = row;
            left += step;
            right += 1 - step;
        }
        _right.AsSpan(0, right).CopyTo(_rows.AsSpan(start + left));
        return left;
    }

    private static int* Address(int[] pinned) => (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
