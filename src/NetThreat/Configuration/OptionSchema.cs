using System.Reflection;

namespace NetThreat.Configuration;

/// <summary>The keys that exist, found by walking the options records and their defaults.</summary>
internal sealed class OptionSchema
{
    private readonly Dictionary<string, OptionKey> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _sections = new(StringComparer.OrdinalIgnoreCase);

    private OptionSchema(object defaults) => Walk(defaults, "", []);

    /// <summary>The keys of <see cref="NetThreatOptions"/>.</summary>
    public static OptionSchema Product { get; } = new(new NetThreatOptions());

    /// <summary>The keys of any options record.</summary>
    /// <param name="defaults">An instance with its defaults, every section present.</param>
    public static OptionSchema Of(object defaults) => new(defaults);

    /// <summary>In the order of their declaration.</summary>
    public IReadOnlyCollection<OptionKey> Keys => _keys.Values;

    /// <summary>Paths of the sections, the outermost left out.</summary>
    public IReadOnlyCollection<string> Sections => _sections;

    public OptionKey? Find(string path) => _keys.GetValueOrDefault(path);

    public bool IsSection(string path) => _sections.Contains(path);

    private void Walk(object instance, string prefix, IReadOnlyList<PropertyInfo> chain)
    {
        var except = chain.Count == 0 ? [] : chain[^1].GetCustomAttribute<SectionAttribute>()?.Except ?? [];
        foreach (var property in instance.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!property.CanWrite || except.Contains(property.Name)) continue;
            Add(property, property.GetValue(instance), prefix.Length == 0 ? property.Name : $"{prefix}:{property.Name}", [.. chain, property]);
        }
    }

    private void Add(PropertyInfo property, object? value, string path, IReadOnlyList<PropertyInfo> chain)
    {
        if (ValueText.IsValue(property.PropertyType))
        {
            _keys.Add(path, new OptionKey(path, chain, value));
            return;
        }
        if (value is null) throw new InvalidOperationException($"options section {path} has no default instance");
        _sections.Add(path);
        Walk(value, path, chain);
    }
}
