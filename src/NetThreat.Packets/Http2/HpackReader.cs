using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Http2;

/// <summary>The fields of one header block (RFC 7541 section 6).</summary>
internal ref struct HpackReader(ReadOnlySpan<byte> block, HpackTable table)
{
    private const int MaxText = 4096, MaxFields = 128;
    private ReadOnlySpan<byte> _rest = block;
    private int _fields;

    public string Name { get; private set; } = "";

    public string Value { get; private set; } = "";

    /// <returns>False at the end, or where the block cannot be read on.</returns>
    public bool Next()
    {
        while (!_rest.IsEmpty && _fields++ < MaxFields)
        {
            byte first = _rest[0];
            if (first >> 5 == 1)
            {
                if (!Number(5, out int size)) return false;
                table.Resize(size);
                continue;
            }

            return first >= 0x80 ? Indexed() : Literal(first >= 0x40 ? 6 : 4, first >= 0x40);
        }

        return false;
    }

    private bool Indexed()
    {
        if (!Number(7, out int index) || !table.TryGet(index, out var field)) return false;
        (Name, Value) = field;
        return true;
    }

    private bool Literal(int prefix, bool index)
    {
        if (!Number(prefix, out int nameIndex)) return false;
        string name;
        if (nameIndex == 0)
        {
            if (!Text(out name)) return false;
        }
        else
        {
            if (!table.TryGet(nameIndex, out var field)) return false;
            name = field.Name;
        }

        if (!Text(out string value)) return false;
        (Name, Value) = (name, value);
        if (index) table.Add(name, value);
        return true;
    }

    private bool Text(out string text)
    {
        text = "";
        if (_rest.IsEmpty) return false;
        bool huffman = _rest[0] >= 0x80;
        if (!Number(7, out int length) || length > _rest.Length || length > MaxText) return false;
        var bytes = _rest[..length];
        _rest = _rest[length..];
        if (!huffman)
        {
            text = WireText.Of(bytes);
            return true;
        }

        Span<byte> plain = stackalloc byte[2 * MaxText];
        int n = HuffmanCode.Decode(bytes, plain);
        if (n >= 0) text = WireText.Of(plain[..n]);
        return n >= 0;
    }

    /// <summary>An integer with a prefix of some bits (RFC 7541 section 5.1).</summary>
    private bool Number(int prefix, out int value)
    {
        value = 0;
        if (_rest.IsEmpty) return false;
        int mask = (1 << prefix) - 1;
        value = _rest[0] & mask;
        _rest = _rest[1..];
        if (value < mask) return true;
        for (int shift = 0; shift <= 14; shift += 7)
        {
            if (_rest.IsEmpty) return false;
            byte b = _rest[0];
            _rest = _rest[1..];
            value += (b & 0x7F) << shift;
            if (b < 0x80) return true;
        }

        return false;
    }
}
