namespace NetThreat.Packets.Asn1;

/// <summary>
/// Walks elements of the Basic Encoding Rules (ITU-T X.690 section 8.1) one level at a time: LDAP, Kerberos, SNMP. Definite lengths
/// and one-byte tags only, which is all these protocols use. Nothing is trusted: what does not fit ends the walk.
/// </summary>
internal ref struct BerReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    /// <summary>The identifier octet of the element read last.</summary>
    public byte Tag { get; private set; }

    /// <summary>Its contents, as far as they were captured.</summary>
    public ReadOnlySpan<byte> Value { get; private set; } = default;

    /// <summary>The length that the element gives for its contents.</summary>
    public int Length { get; private set; }

    /// <summary>Octets of identifier and length of the element read last.</summary>
    public int HeaderLength { get; private set; }

    public readonly bool IsCut => Value.Length < Length;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Reads the next element of this level. The last one may be cut short (<see cref="IsCut"/>).</summary>
    public bool Next()
    {
        if (_rest.Length < 2 || (_rest[0] & 0x1F) == 0x1F || !TryLength(_rest[1..], out int length, out int octets)) return false;
        Tag = _rest[0];
        HeaderLength = 1 + octets;
        Length = length;
        var behind = _rest[HeaderLength..];
        Value = behind[..Math.Min(length, behind.Length)];
        _rest = behind[Value.Length..];
        return true;
    }

    public bool Next(byte tag) => Next() && Tag == tag;

    /// <summary>Reads the next element only when it has the tag; otherwise stays before it.</summary>
    public bool TryNext(byte tag) => !_rest.IsEmpty && _rest[0] == tag && Next();

    /// <summary>A reader of the contents of the element read last.</summary>
    public readonly BerReader Inside() => new(Value);

    /// <summary>The contents as a signed number of at most eight octets; -1 for longer or empty ones.</summary>
    public readonly long Integer()
    {
        if (Value.Length is 0 or > 8 || IsCut) return -1;
        long value = (sbyte)Value[0];
        foreach (byte b in Value[1..]) value = value << 8 | b;
        return value;
    }

    private static bool TryLength(ReadOnlySpan<byte> data, out int length, out int octets)
    {
        length = data[0];
        octets = 1;
        if (length < 0x80) return true;
        int count = length & 0x7F;
        octets = 1 + count;
        if (count is 0 or > 4 || data.Length <= count) return false;
        uint value = 0;
        foreach (byte b in data.Slice(1, count)) value = value << 8 | b;
        length = (int)value;
        return value <= 1 << 24;
    }
}
