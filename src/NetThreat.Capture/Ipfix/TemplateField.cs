namespace NetThreat.Capture.Ipfix;

/// <summary>One field of a template.</summary>
/// <param name="Enterprise">0 for IANA's elements; <see cref="ScopeEnterprise"/> for the scopes of NetFlow v9.</param>
/// <param name="Length">Bytes, or <see cref="VariableLength"/>.</param>
internal readonly record struct TemplateField(uint Enterprise, ushort Id, ushort Length)
{
    /// <summary>The length stands before the value (RFC 7011 section 7).</summary>
    public const ushort VariableLength = 65535;

    /// <summary>Scopes of NetFlow v9 have numbers of their own (RFC 3954 section 6.1): system, interface, line card, cache, template.</summary>
    public const uint ScopeEnterprise = uint.MaxValue;

    public const ushort InterfaceScope = 2;
}
