using System.Numerics;

namespace NetThreat.Learning.Networks.Numerics;

/// <summary>
/// The right factor of a matrix product in the order in which the product reads it: panels of two vectors' width, each row after row, the
/// last filled up with zeros. Its memory grows to the largest matrix that it held.
/// </summary>
internal sealed class PackedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _values = [];

    /// <summary>Columns of a panel.</summary>
    public static int PanelWidth => 2 * Vector<T>.Count;

    public int Rows { get; private set; }

    public int Columns { get; private set; }

    public ReadOnlySpan<T> Values => _values;

    /// <summary>Packs a row-major matrix.</summary>
    /// <param name="stride">From one row to the next in <paramref name="values"/>.</param>
    public void Pack(ReadOnlySpan<T> values, int rows, int columns, int stride)
    {
        Reserve(rows, columns);
        for (int first = 0, at = 0; first < columns; first += PanelWidth)
        {
            int width = Math.Min(PanelWidth, columns - first);
            for (int row = 0; row < rows; row++, at += PanelWidth)
            {
                var place = _values.AsSpan(at, PanelWidth);
                values.Slice(row * stride + first, width).CopyTo(place);
                place[width..].Clear();
            }
        }
    }

    /// <summary>Packs the transpose of a row-major matrix of <paramref name="columns"/> × <paramref name="rows"/>.</summary>
    /// <param name="stride">From one row to the next in <paramref name="values"/>.</param>
    public void PackTransposed(ReadOnlySpan<T> values, int rows, int columns, int stride)
    {
        Reserve(rows, columns);
        for (int first = 0, at = 0; first < columns; first += PanelWidth, at += rows * PanelWidth)
        {
            int width = Math.Min(PanelWidth, columns - first);
            var panel = _values.AsSpan(at, rows * PanelWidth);
            if (width < PanelWidth) panel.Clear();
            for (int column = 0; column < width; column++)
            {
                var source = values.Slice((first + column) * stride, rows);
                for (int row = 0; row < source.Length; row++) panel[row * PanelWidth + column] = source[row];
            }
        }
    }

    private void Reserve(int rows, int columns)
    {
        int size = checked((columns + PanelWidth - 1) / PanelWidth * PanelWidth * rows);
        if (_values.Length < size) _values = new T[size];
        (Rows, Columns) = (rows, columns);
    }
}
