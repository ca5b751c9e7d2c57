namespace NetThreat.Configuration;

/// <summary>What of a section's record is not configuration: properties that the wiring sets from elsewhere.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SectionAttribute(params string[] except) : Attribute
{
    /// <summary>Names of the record's properties that are no keys.</summary>
    public IReadOnlyList<string> Except { get; } = except;
}
