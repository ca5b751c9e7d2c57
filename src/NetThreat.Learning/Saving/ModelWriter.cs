using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Saving;

/// <summary>Writes a model's parts one after another, little-endian; <see cref="ModelReader"/> reads them in the same order.</summary>
public sealed class ModelWriter(Stream stream)
{
    public void Write(bool value) => Write(value ? 1 : 0);

    public void Write(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    public void Write(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    public void Write(float value) => Write(BitConverter.SingleToInt32Bits(value));

    public void Write(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Write(bytes.Length);
        stream.Write(bytes);
    }

    public void Write(ColumnSet columns)
    {
        Write(columns.Count);
        foreach (var column in columns.Columns)
        {
            Write(column.Name);
            Write(column.Definition ?? "");
            Write(column.Categories.Length);
            foreach (var category in column.Categories) Write(category);
        }
    }

    /// <summary>The length and the values as they lie in memory (of the platforms that .NET runs on, all little-endian).</summary>
    public void WriteArray<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Write(values.Length);
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}
