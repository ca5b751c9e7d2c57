using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetThreat.Documentation;

/// <summary>The summaries that the compiler wrote beside the assemblies, as Markdown in one line.</summary>
internal static partial class XmlSummaries
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Files = new();

    /// <summary>The summary of a property; that of the record's parameter where the property comes from one.</summary>
    /// <exception cref="InvalidOperationException">The property has none: every key says what it means.</exception>
    public static string Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        var members = Files.GetOrAdd(type.Assembly, Read);
        var name = type.FullName!.Replace('+', '.');
        var text = members.GetValueOrDefault($"P:{name}.{property.Name}")?.Element("summary")
            ?? members.GetValueOrDefault($"T:{name}")?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == property.Name);
        return text is null ? throw new InvalidOperationException($"{name}.{property.Name} has no documentation summary") : Flatten(text);
    }

    /// <summary>The summary of an enumeration's value.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static string Of(FieldInfo value)
    {
        var type = value.DeclaringType!;
        var text = Files.GetOrAdd(type.Assembly, Read).GetValueOrDefault($"F:{type.FullName}.{value.Name}")?.Element("summary");
        return text is null ? throw new InvalidOperationException($"{type.Name}.{value.Name} has no documentation summary") : Flatten(text);
    }

    private static IReadOnlyDictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        return XDocument.Load(file).Descendants("member").ToDictionary(m => (string)m.Attribute("name")!, StringComparer.Ordinal);
    }

    private static string Flatten(XElement text) => Spaces().Replace(string.Concat(text.Nodes().Select(Render)), " ").Trim();

    private static string Render(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "paramref" or "seealso" } reference => $"`{Referred(reference)}`",
        XElement other => string.Concat(other.Nodes().Select(Render)),
        _ => "",
    };

    private static string Referred(XElement reference)
    {
        var target = (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("cref") ?? reference.Value;
        return target[(target.LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
