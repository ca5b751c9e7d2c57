using System.Reflection;

namespace NetThreat.Configuration;

/// <summary>Asks every section that has rules of its own: a public <c>Validate()</c> or <c>Errors()</c> of strings, one line per fault.</summary>
internal static class SectionRules
{
    private const string Everywhere = "configuration";

    private static readonly string[] Names = ["Validate", "Errors"];

    /// <param name="settings">What was set, to name the source of a key that a fault begins with.</param>
    public static IEnumerable<ConfigurationError> Check(object options, OptionSchema schema, IReadOnlyList<RawSetting> settings) =>
        from section in schema.Sections
        from fault in Faults(section.Split(':').Aggregate(options, (o, name) => o.GetType().GetProperty(name)!.GetValue(o)!))
        select Place(fault.StartsWith(section + ":", StringComparison.Ordinal) ? fault : $"{section}:{fault}", schema, settings);

    private static IEnumerable<string> Faults(object section) => Names
        .Select(name => section.GetType().GetMethod(name, BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes))
        .Where(rules => rules?.ReturnType.IsAssignableTo(typeof(IEnumerable<string>)) == true)
        .SelectMany(rules => (IEnumerable<string>)rules!.Invoke(section, null)!);

    private static ConfigurationError Place(string fault, OptionSchema schema, IReadOnlyList<RawSetting> settings)
    {
        var end = fault.IndexOf(' ', StringComparison.Ordinal);
        if (end < 0 || schema.Find(fault[..end]) is not { } key) return new(Everywhere, null, fault);
        var source = settings.LastOrDefault(s => s.Path.Equals(key.Path, StringComparison.OrdinalIgnoreCase))?.Source ?? Everywhere;
        return new(source, key.Path, fault[(end + 1)..]);
    }
}
