namespace NetThreat.Capture.Ipfix;

/// <summary>How the records of a data set lie in its bytes. Immutable but for what is counted.</summary>
internal sealed class Template
{
    private readonly Step[] _steps;

    /// <param name="scopes">Leading fields that say what an options record is about; 0 for a template of flows.</param>
    public Template(ushort id, TemplateField[] fields, int scopes)
    {
        Id = id;
        Fields = fields;
        Scopes = scopes;
        _steps = Array.ConvertAll(fields, Step.Of);
        bool variable = Array.Exists(fields, f => f.Length == TemplateField.VariableLength);
        MinimumLength = fields.Sum(f => f.Length == TemplateField.VariableLength ? 1 : f.Length);
        FixedLength = variable ? -1 : MinimumLength;
        Unknown = [.. fields.Where(f => f.Enterprise != TemplateField.ScopeEnterprise && InformationElements.Find(f.Enterprise, f.Id, out _) is null)];
    }

    public ushort Id { get; }

    public TemplateField[] Fields { get; }

    public int Scopes { get; }

    public bool IsOptions => Scopes > 0;

    /// <summary>Bytes of a record, or -1 where they vary.</summary>
    public int FixedLength { get; }

    public int MinimumLength { get; }

    /// <summary>The fields of which we know nothing; as many are in each of the <see cref="Records"/>.</summary>
    public IReadOnlyList<TemplateField> Unknown { get; }

    /// <summary>Records read by this template.</summary>
    public long Records { get; set; }

    public ReadOnlySpan<Step> Steps => _steps;

    public bool SameAs(Template other) => Scopes == other.Scopes && Fields.AsSpan().SequenceEqual(other.Fields);

    /// <summary>What to do with one field.</summary>
    internal readonly record struct Step(Slot Slot, ElementType Type, bool Reverse, byte Index, ushort Length)
    {
        public static Step Of(TemplateField field) => field is { Enterprise: TemplateField.ScopeEnterprise, Id: TemplateField.InterfaceScope }
            ? new(Slot.InputInterface, ElementType.Unsigned, false, 0, field.Length)
            : InformationElements.Find(field.Enterprise, field.Id, out bool reverse) is { } element
            ? new(element.Slot, element.Type, reverse, element.Index, field.Length)
            : new(Slot.None, ElementType.Octets, false, 0, field.Length);
    }
}
