using System.Buffers.Binary;
using System.Text;

namespace NetThreat.Learning.Onnx.Format;

/// <summary>How a field's value lies in the bytes.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>
/// Walks over the fields of one protobuf message without copying. The bytes may come from a stranger: every length is checked against what
/// is left, and every fault is a <see cref="LearningException"/>. Encoding: the Protocol Buffers documentation, "Encoding".
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    public WireType Type { get; private set; }

    /// <summary>Goes to the next field, whose value must then be read or skipped; false at the end of the message.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        ulong tag = ReadVarint();
        Type = (WireType)(tag & 7);
        if (tag >> 3 is 0 or > 536_870_911 || Type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32)) throw Broken();
        Field = (int)(tag >> 3);
        return true;
    }

    public long Varint()
    {
        Demand(WireType.Varint);
        return (long)ReadVarint();
    }

    public float Single()
    {
        Demand(WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    public ReadOnlySpan<byte> Bytes()
    {
        Demand(WireType.Bytes);
        return ReadBytes();
    }

    /// <summary>A text of at most <paramref name="maxBytes"/> bytes.</summary>
    public string Text(int maxBytes)
    {
        var bytes = Bytes();
        if (bytes.Length > maxBytes) throw new LearningException($"the ONNX file holds a name of {bytes.Length} bytes: at most {maxBytes} are read");
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Values of a repeated whole number, alone or packed, added to <paramref name="values"/>.</summary>
    public void Varints(List<long> values, int maxCount)
    {
        if (Type == WireType.Varint)
        {
            Add(Varint(), values, maxCount);
            return;
        }
        var packed = new ProtobufReader(Bytes());
        while (!packed._rest.IsEmpty) Add((long)packed.ReadVarint(), values, maxCount);
    }

    /// <summary>How many values this occurrence of a repeated number has, alone or packed.</summary>
    public long CountNumbers(int fixedSize)
    {
        if (Type != WireType.Bytes)
        {
            Skip();
            return 1;
        }
        var packed = ReadBytes();
        if (fixedSize > 0) return packed.Length % fixedSize == 0 ? packed.Length / fixedSize : throw Broken();
        long count = 0;
        // The last byte of a variable-length number has its top bit clear.
        foreach (byte b in packed) count += b < 0x80 ? 1 : 0;
        return count;
    }

    public void Skip()
    {
        switch (Type)
        {
            case WireType.Varint: ReadVarint(); break;
            case WireType.Fixed64: Take(8); break;
            case WireType.Fixed32: Take(4); break;
            default: ReadBytes(); break;
        }
    }

    internal static LearningException Broken() => new("the ONNX file is broken: it is no valid protobuf message");

    private static void Add(long value, List<long> values, int maxCount)
    {
        if (values.Count == maxCount) throw new LearningException($"the ONNX file holds a list of more than {maxCount} numbers where fewer belong");
        values.Add(value);
    }

    private readonly void Demand(WireType type)
    {
        if (Type != type) throw Broken();
    }

    private ReadOnlySpan<byte> ReadBytes()
    {
        ulong length = ReadVarint();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw Broken();
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int i = 0, shift = 0; i < _rest.Length && shift < 64; i++, shift += 7)
        {
            value |= (ulong)(_rest[i] & 0x7F) << shift;
            if (_rest[i] >= 0x80) continue;
            _rest = _rest[(i + 1)..];
            return value;
        }
        throw Broken();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw Broken();
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
