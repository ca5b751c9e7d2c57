using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetThreat.Learning.Networks.Numerics;

/// <summary>
/// C += A B. Each entry of C is a chain of fused multiply-adds in the order of A's columns, whatever the sizes, the blocks and the width of the
/// vectors: a row's product is the same to the bit alone and in any batch. The block of 6 rows × 2 vectors keeps 12 sums in registers (the
/// scheme of Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008).
/// </summary>
internal static unsafe class MatrixProduct
{
    private const int BlockRows = 6;

    /// <summary>Rows of the right factor that are packed at once, so that a panel stays in the first-level cache.</summary>
    private const int PackedRows = 256;

    /// <summary>C += A B with A as <c>a[row * aRow + column * aColumn]</c> and C as <c>c[row * cRow + column]</c>.</summary>
    public static void Add<T>(ReadOnlySpan<T> a, int aRow, int aColumn, int rows, PackedMatrix<T> b, Span<T> c, int cRow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows == 0 || b.Rows == 0 || b.Columns == 0) return;
        Demand(a.Length, (long)(rows - 1) * aRow + (long)(b.Rows - 1) * aColumn);
        Demand(c.Length, (long)(rows - 1) * cRow + b.Columns - 1);
        fixed (T* left = a, right = b.Values, to = c)
        {
            for (int first = 0; first < b.Columns; first += PackedMatrix<T>.PanelWidth)
            {
                AddPanel(left, aRow, aColumn, rows, right + (long)first * b.Rows, b.Rows, to + first, cRow, b.Columns - first);
            }
        }
    }

    /// <summary>C += Aᵀ B for row-major A (<paramref name="rows"/> × <paramref name="aWidth"/>) and B (<paramref name="rows"/> × <paramref name="bWidth"/>): the gradient of a weight matrix.</summary>
    /// <param name="cRow">From one row to the next in <paramref name="c"/>.</param>
    /// <param name="scratch">Memory for the packed B.</param>
    public static void AddTransposed<T>(ReadOnlySpan<T> a, int aRow, int aWidth, ReadOnlySpan<T> b, int bRow, int bWidth, int rows, Span<T> c, int cRow, PackedMatrix<T> scratch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int first = 0; first < rows; first += PackedRows)
        {
            int count = Math.Min(PackedRows, rows - first);
            scratch.Pack(b[(first * bRow)..], count, bWidth, bRow);
            Add(a[(first * aRow)..], 1, aRow, aWidth, scratch, c, cRow);
        }
    }

    private static void Demand(int length, long last)
    {
        if (last >= length) throw new ArgumentException($"the product reaches place {last} of {length}");
    }

    private static void AddPanel<T>(T* a, int aRow, int aColumn, int rows, T* b, int depth, T* c, int cRow, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int row = 0;
        if (columns >= PackedMatrix<T>.PanelWidth)
        {
            for (; row <= rows - BlockRows; row += BlockRows) AddBlock(a + (long)row * aRow, aRow, aColumn, b, depth, c + (long)row * cRow, cRow);
            for (; row < rows; row++) AddRow(a + (long)row * aRow, aColumn, b, depth, c + (long)row * cRow);
            return;
        }

        // The last panel is narrower: its sums go through a block of full width.
        int width = PackedMatrix<T>.PanelWidth;
        T* block = stackalloc T[BlockRows * width];
        new Span<T>(block, BlockRows * width).Clear();
        for (int count; row < rows; row += count)
        {
            count = rows - row >= BlockRows ? BlockRows : 1;
            for (int i = 0; i < count; i++) Copy(c + (long)(row + i) * cRow, block + i * width, columns);
            if (count == BlockRows) AddBlock(a + (long)row * aRow, aRow, aColumn, b, depth, block, width);
            else AddRow(a + (long)row * aRow, aColumn, b, depth, block);
            for (int i = 0; i < count; i++) Copy(block + i * width, c + (long)(row + i) * cRow, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++) to[i] = from[i];
    }

    private static void AddRow<T>(T* a, int aColumn, T* b, int depth, T* c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c0 = Vector.Load(c);
        var c1 = Vector.Load(c + Vector<T>.Count);
        for (int k = 0; k < depth; k++, a += aColumn, b += 2 * Vector<T>.Count)
        {
            var x = new Vector<T>(*a);
            c0 = VectorMath.MultiplyAdd(x, Vector.Load(b), c0);
            c1 = VectorMath.MultiplyAdd(x, Vector.Load(b + Vector<T>.Count), c1);
        }
        Vector.Store(c0, c);
        Vector.Store(c1, c + Vector<T>.Count);
    }

    private static void AddBlock<T>(T* a, int aRow, int aColumn, T* b, int depth, T* c, int cRow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int v = Vector<T>.Count;
        long r1 = aRow, r2 = 2L * aRow, r3 = 3L * aRow, r4 = 4L * aRow, r5 = 5L * aRow;
        T* d1 = c + cRow, d2 = d1 + cRow, d3 = d2 + cRow, d4 = d3 + cRow, d5 = d4 + cRow;
        Vector<T> c00 = Vector.Load(c), c01 = Vector.Load(c + v), c10 = Vector.Load(d1), c11 = Vector.Load(d1 + v), c20 = Vector.Load(d2), c21 = Vector.Load(d2 + v);
        Vector<T> c30 = Vector.Load(d3), c31 = Vector.Load(d3 + v), c40 = Vector.Load(d4), c41 = Vector.Load(d4 + v), c50 = Vector.Load(d5), c51 = Vector.Load(d5 + v);
        for (int k = 0; k < depth; k++, a += aColumn, b += 2 * Vector<T>.Count)
        {
            Vector<T> b0 = Vector.Load(b), b1 = Vector.Load(b + Vector<T>.Count);
            var x = new Vector<T>(*a);
            c00 = VectorMath.MultiplyAdd(x, b0, c00);
            c01 = VectorMath.MultiplyAdd(x, b1, c01);
            x = new Vector<T>(a[r1]);
            c10 = VectorMath.MultiplyAdd(x, b0, c10);
            c11 = VectorMath.MultiplyAdd(x, b1, c11);
            x = new Vector<T>(a[r2]);
            c20 = VectorMath.MultiplyAdd(x, b0, c20);
            c21 = VectorMath.MultiplyAdd(x, b1, c21);
            x = new Vector<T>(a[r3]);
            c30 = VectorMath.MultiplyAdd(x, b0, c30);
            c31 = VectorMath.MultiplyAdd(x, b1, c31);
            x = new Vector<T>(a[r4]);
            c40 = VectorMath.MultiplyAdd(x, b0, c40);
            c41 = VectorMath.MultiplyAdd(x, b1, c41);
            x = new Vector<T>(a[r5]);
            c50 = VectorMath.MultiplyAdd(x, b0, c50);
            c51 = VectorMath.MultiplyAdd(x, b1, c51);
        }
        Vector.Store(c00, c);
        Vector.Store(c01, c + v);
        Vector.Store(c10, d1);
        Vector.Store(c11, d1 + v);
        Vector.Store(c20, d2);
        Vector.Store(c21, d2 + v);
        Vector.Store(c30, d3);
        Vector.Store(c31, d3 + v);
        Vector.Store(c40, d4);
        Vector.Store(c41, d4 + v);
        Vector.Store(c50, d5);
        Vector.Store(c51, d5 + v);
    }
}
