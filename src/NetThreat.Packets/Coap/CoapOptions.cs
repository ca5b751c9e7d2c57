using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Coap;

/// <summary>Options in order of number, each as a difference and a length (RFC 7252 section 3.1).</summary>
internal ref struct CoapOptions(ReadOnlySpan<byte> data)
{
    private const byte PayloadMarker = 0xFF;

    private ByteReader _reader = new(data);

    public int Number { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; } = default;

    public readonly bool Failed => _reader.Failed;

    public bool MoveNext()
    {
        if (_reader.Failed || _reader.Remaining == 0) return false;
        byte first = _reader.U8();
        if (first == PayloadMarker) return false;
        Number += Extended(first >> 4);
        Value = _reader.Take(Extended(first & 0xF));
        return !_reader.Failed;
    }

    private int Extended(int nibble) => nibble switch
    {
        13 => 13 + _reader.U8(),
        14 => 269 + _reader.U16(),
        // Reserved.
        15 => int.MaxValue / 2,
        _ => nibble,
    };
}
