using System.Buffers.Binary;

namespace NetThreat.Capture.Ipfix;

/// <summary>Reads template records: IPFIX (RFC 7011 section 3.4) and NetFlow v9 (RFC 3954 section 5.2, 6.1).</summary>
internal static class TemplateReader
{
    /// <summary>Fields of one template that we accept; exporters in use stay below 100.</summary>
    public const int MaxFields = 1024;

    /// <summary>The least id of a data set.</summary>
    public const ushort FirstId = 256;

    private const ushort EnterpriseBit = 0x8000;

    /// <summary>Reads one template or options template of IPFIX.</summary>
    /// <param name="set">Moved beyond the record.</param>
    /// <param name="withdrawn">The id of a template that is withdrawn (field count 0); 2 or 3 for all of the kind. 0 for none.</param>
    /// <returns>False at the end, at padding and at what cannot be a template.</returns>
    public static bool TryIpfix(ref ReadOnlySpan<byte> set, bool options, out Template? template, out ushort withdrawn)
    {
        (template, withdrawn) = (null, 0);
        if (set.Length < 4) return false;
        ushort id = BinaryPrimitives.ReadUInt16BigEndian(set);
        int count = BinaryPrimitives.ReadUInt16BigEndian(set[2..]);
        if (count == 0)
        {
            if (id == 0) return false;
            withdrawn = id;
            set = set[4..];
            return true;
        }

        int at = options ? 6 : 4;
        if (set.Length < at || id < FirstId || count > MaxFields) return false;
        int scopes = options ? BinaryPrimitives.ReadUInt16BigEndian(set[4..]) : 0;
        if (options && (scopes == 0 || scopes > count)) return false;
        var fields = new TemplateField[count];
        for (int i = 0; i < count; i++)
            if (!TryField(set, ref at, out fields[i])) return false;
        template = Valid(id, fields, scopes);
        set = set[at..];
        return template is not null;
    }

    /// <summary>Reads one template of NetFlow v9.</summary>
    public static bool TryNetFlow(ref ReadOnlySpan<byte> set, out Template? template)
    {
        template = null;
        if (set.Length < 4) return false;
        ushort id = BinaryPrimitives.ReadUInt16BigEndian(set);
        int count = BinaryPrimitives.ReadUInt16BigEndian(set[2..]);
        if (id < FirstId || count is 0 or > MaxFields || set.Length < 4 + count * 4) return false;
        template = Valid(id, NetFlowFields(set.Slice(4, count * 4), 0), 0);
        set = set[(4 + count * 4)..];
        return template is not null;
    }

    /// <summary>Reads one options template of NetFlow v9, which counts in bytes.</summary>
    public static bool TryNetFlowOptions(ref ReadOnlySpan<byte> set, out Template? template)
    {
        template = null;
        if (set.Length < 6) return false;
        ushort id = BinaryPrimitives.ReadUInt16BigEndian(set);
        int scopeBytes = BinaryPrimitives.ReadUInt16BigEndian(set[2..]), optionBytes = BinaryPrimitives.ReadUInt16BigEndian(set[4..]);
        int scopes = scopeBytes / 4, count = scopes + optionBytes / 4;
        if (id < FirstId || scopeBytes % 4 != 0 || optionBytes % 4 != 0 || count is 0 or > MaxFields || set.Length < 6 + count * 4) return false;
        // A scope is expected; some exporters leave it out, and still mean options.
        template = Valid(id, NetFlowFields(set.Slice(6, count * 4), scopes), Math.Max(scopes, 1));
        set = set[(6 + count * 4)..];
        return template is not null;
    }

    private static TemplateField[] NetFlowFields(ReadOnlySpan<byte> bytes, int scopes)
    {
        var fields = new TemplateField[bytes.Length / 4];
        for (int i = 0; i < fields.Length; i++)
        {
            var f = bytes[(i * 4)..];
            fields[i] = new(i < scopes ? TemplateField.ScopeEnterprise : 0, BinaryPrimitives.ReadUInt16BigEndian(f), BinaryPrimitives.ReadUInt16BigEndian(f[2..]));
        }

        return fields;
    }

    private static bool TryField(ReadOnlySpan<byte> set, ref int at, out TemplateField field)
    {
        field = default;
        if (set.Length - at < 4) return false;
        ushort id = BinaryPrimitives.ReadUInt16BigEndian(set[at..]), length = BinaryPrimitives.ReadUInt16BigEndian(set[(at + 2)..]);
        at += 4;
        uint enterprise = 0;
        if ((id & EnterpriseBit) != 0)
        {
            if (set.Length - at < 4) return false;
            enterprise = BinaryPrimitives.ReadUInt32BigEndian(set[at..]);
            at += 4;
            id &= unchecked((ushort)~EnterpriseBit);
        }

        // An enterprise with the number of our own mark cannot be.
        field = new(enterprise == TemplateField.ScopeEnterprise ? 0 : enterprise, id, length);
        return true;
    }

    /// <summary>Records without a byte would never end.</summary>
    private static Template? Valid(ushort id, TemplateField[] fields, int scopes)
    {
        var template = new Template(id, fields, scopes);
        return template.MinimumLength is > 0 and <= ushort.MaxValue ? template : null;
    }
}
