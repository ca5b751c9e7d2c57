using System.Buffers.Binary;

namespace NetThreat.Capture.Ipfix;

/// <summary>Walks over the values of a data set; never reads outside it.</summary>
internal ref struct FieldCursor(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public int Position { get; private set; }

    public readonly int Remaining => _data.Length - Position;

    /// <summary>Takes the next value.</summary>
    /// <param name="length">As the template has it.</param>
    /// <returns>False when it would go beyond the end.</returns>
    public bool TryTake(ushort length, out ReadOnlySpan<byte> value)
    {
        int n = length;
        if (length == TemplateField.VariableLength && !TryLength(out n) || n > Remaining)
        {
            value = default;
            return false;
        }

        value = _data.Slice(Position, n);
        Position += n;
        return true;
    }

    /// <summary>One byte, or 255 and two (RFC 7011 section 7).</summary>
    private bool TryLength(out int length)
    {
        length = 0;
        if (Remaining < 1) return false;
        length = _data[Position++];
        if (length != 255) return true;
        if (Remaining < 2) return false;
        length = BinaryPrimitives.ReadUInt16BigEndian(_data[Position..]);
        Position += 2;
        return true;
    }
}
