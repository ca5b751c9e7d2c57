using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace NetThreat.Learning.Onnx.Format;

/// <summary>Writes the fields of one protobuf message in the order of the calls.</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public ProtobufWriter Varint(int field, long value)
    {
        Raw((ulong)field << 3);
        Raw((ulong)value);
        return this;
    }

    public ProtobufWriter Single(int field, float value)
    {
        Raw((ulong)field << 3 | (int)WireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw((ulong)field << 3 | (int)WireType.Bytes);
        Raw((ulong)value.Length);
        _buffer.Write(value);
        return this;
    }

    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    /// <summary>Adds the fields of another message to this one.</summary>
    public ProtobufWriter Merge(ProtobufWriter fields)
    {
        _buffer.Write(fields.Written);
        return this;
    }

    /// <summary>A packed list as it lies in memory (float32, float64, and int64 in fixed width are little-endian on every platform here).</summary>
    public ProtobufWriter Packed<T>(int field, ReadOnlySpan<T> values)
        where T : unmanaged => Bytes(field, MemoryMarshal.AsBytes(values));

    /// <summary>A packed list of variable-length numbers.</summary>
    public ProtobufWriter PackedVarints(int field, ReadOnlySpan<long> values)
    {
        var list = new ProtobufWriter();
        foreach (long value in values) list.Raw((ulong)value);
        return Message(field, list);
    }

    private void Raw(ulong value)
    {
        var bytes = _buffer.GetSpan(10);
        int n = 0;
        for (; value >= 0x80; value >>= 7) bytes[n++] = (byte)(value | 0x80);
        bytes[n++] = (byte)value;
        _buffer.Advance(n);
    }
}
