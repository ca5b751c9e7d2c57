using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Saving;

/// <summary>
/// Reads what <see cref="ModelWriter"/> wrote. The file may come from a stranger: lengths are checked against what is left before
/// anything is allocated, and every fault is a <see cref="LearningException"/>. What the values mean is checked by the model that reads them.
/// </summary>
public sealed class ModelReader(ReadOnlyMemory<byte> file)
{
    private const int MaxColumns = 65_536;

    private int _position;

    private int Left => file.Length - _position;

    /// <summary>Models within models that are being read.</summary>
    internal int Depth { get; set; }

    public bool ReadBool() => ReadInt32() switch
    {
        0 => false,
        1 => true,
        var other => throw Broken($"{other} where yes or no is expected"),
    };

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Next(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Next(8));

    public double ReadDouble() => BitConverter.Int64BitsToDouble(ReadInt64());

    public float ReadSingle() => BitConverter.Int32BitsToSingle(ReadInt32());

    /// <summary>A whole number in [<paramref name="min"/>, <paramref name="max"/>].</summary>
    public int ReadCount(int min, int max)
    {
        int value = ReadInt32();
        return value >= min && value <= max ? value : throw Broken($"{value} where {min} to {max} is expected");
    }

    public string ReadString()
    {
        int length = ReadCount(0, Left - 4 < 0 ? 0 : Left - 4);
        return Encoding.UTF8.GetString(Next(length));
    }

    public T[] ReadArray<T>()
        where T : unmanaged
    {
        long count = ReadInt32(), bytes = count * Unsafe.SizeOf<T>();
        if (count < 0 || bytes > Left) throw Broken($"an array of {count} values where {Left} bytes are left");
        return MemoryMarshal.Cast<byte, T>(Next((int)bytes)).ToArray();
    }

    public ColumnSet ReadColumns()
    {
        var columns = new Column[ReadCount(1, MaxColumns)];
        for (int i = 0; i < columns.Length; i++)
        {
            var name = ReadString();
            var definition = ReadString();
            // Every category takes four bytes at least, so that the count cannot promise more than the file holds.
            var categories = new string[ReadCount(0, Math.Max(0, Left - 4) / 4)];
            for (int k = 0; k < categories.Length; k++) categories[k] = ReadString();
            columns[i] = new Column(name, definition.Length == 0 ? null : definition) { Categories = [.. categories] };
        }
        return new ColumnSet(columns);
    }

    /// <summary>An array whose length is known beforehand.</summary>
    public T[] ReadArray<T>(int length)
        where T : unmanaged
    {
        var values = ReadArray<T>();
        return values.Length == length ? values : throw Broken($"{values.Length} values where {length} are expected");
    }

    /// <summary>Refuses bytes after the last part.</summary>
    public void End()
    {
        if (Left != 0) throw Broken($"{Left} bytes after the end");
    }

    public static LearningException Broken(string what) => new($"the model file is broken: {what}");

    private ReadOnlySpan<byte> Next(int count)
    {
        if (count > Left) throw Broken($"it ends {count - Left} bytes early");
        var next = file.Span.Slice(_position, count);
        _position += count;
        return next;
    }
}
