using System.Reflection;

namespace NetThreat.Configuration;

/// <summary>Builds an options record from its defaults and the values that were set.</summary>
internal static class OptionBinder
{
    /// <summary>The settings resolved against the schema: a later setting of the same key replaces an earlier one.</summary>
    public static IReadOnlyDictionary<OptionKey, object?> Resolve(OptionSchema schema, IEnumerable<RawSetting> settings, ICollection<ConfigurationError> errors)
    {
        var values = new Dictionary<OptionKey, object?>();
        var unknown = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var raw in settings)
        {
            if (unknown.Any(u => raw.Path.StartsWith(u + ":", StringComparison.OrdinalIgnoreCase))) continue;
            if (schema.Find(raw.Path) is not { } key)
            {
                RejectOther(schema, raw, unknown, errors);
                continue;
            }
            var value = ValueReader.Read(key, raw, out var problem);
            if (problem is null) values[key] = value;
            else errors.Add(new(raw.Source, key.Path, problem));
            // What is below a value that should not be a section is part of the same mistake.
            if (raw.Json is { ValueKind: System.Text.Json.JsonValueKind.Object }) unknown.Add(raw.Path);
        }
        return values;
    }

    /// <summary>A copy of the record with the values in their places; the instance given stays as it is.</summary>
    public static T Apply<T>(T defaults, IReadOnlyDictionary<OptionKey, object?> values)
        where T : class
    {
        var root = Clone(defaults);
        var copied = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            object target = root;
            for (var i = 0; i < key.Chain.Count - 1; i++)
            {
                var property = key.Chain[i];
                // Each section is copied once, so that a default instance shared between records is never changed.
                if (copied.Add(string.Join(':', key.Chain.Take(i + 1).Select(p => p.Name)))) property.SetValue(target, Clone(property.GetValue(target)!));
                target = property.GetValue(target)!;
            }
            key.Property.SetValue(target, value);
        }
        return root;
    }

    private static void RejectOther(OptionSchema schema, RawSetting raw, HashSet<string> unknown, ICollection<ConfigurationError> errors)
    {
        if (schema.IsSection(raw.Path))
        {
            if (raw.Json is not { ValueKind: System.Text.Json.JsonValueKind.Object })
                errors.Add(new(raw.Source, raw.Path, "is a section: give it an object of keys, or set one of its keys"));
            return;
        }
        unknown.Add(raw.Path);
        var nearest = KeySuggestion.Nearest(raw.Path, schema.Keys.Select(k => k.Path).Concat(schema.Sections));
        errors.Add(new(raw.Source, raw.Path, nearest is null ? "is not a known key" : $"is not a known key: did you mean {nearest}?"));
    }

    // Every record has the compiler's own copy method; with-expressions on an unknown type come down to it.
    private static T Clone<T>(T record)
        where T : class =>
        (T)(record.GetType().GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)
            ?? throw new InvalidOperationException($"options type {record.GetType().Name} is not a record")).Invoke(record, null)!;
}
