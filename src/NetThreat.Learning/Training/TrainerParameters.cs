using System.Globalization;
using System.Reflection;
using System.Text;

namespace NetThreat.Learning.Training;

/// <summary>The hyper-parameters of trainers by name.</summary>
public static class TrainerParameters
{
    /// <summary>The parameters of a trainer's type in the order of declaration, with their names.</summary>
    public static IReadOnlyList<(string Name, PropertyInfo Property, ParameterAttribute Description)> Of(Type trainer) =>
        [.. from property in trainer.GetProperties() let description = property.GetCustomAttribute<ParameterAttribute>() where description is not null select (NameOf(property), property, description)];

    /// <summary>A copy of the trainer with the given parameters set.</summary>
    /// <exception cref="LearningException">A name is unknown, a value cannot be read or is out of range; the message lists what there is.</exception>
    public static T With<T>(T trainer, IEnumerable<KeyValuePair<string, string>> settings)
        where T : ITrainer
    {
        var copy = (T)Copy(trainer);
        var known = Of(trainer.GetType());
        foreach (var (name, text) in settings)
        {
            int i = known.ToList().FindIndex(k => k.Name == name);
            if (i < 0) throw new LearningException($"{trainer.Kind} has no parameter '{name}': it has {string.Join(", ", known.Select(k => k.Name))}");
            known[i].Property.SetValue(copy, Parse(known[i].Property.PropertyType, name, text));
        }
        Check(copy);
        return copy;
    }

    /// <summary>A copy of the trainer with another seed; a trainer around another one passes it on.</summary>
    public static T WithSeed<T>(T trainer, ulong seed)
        where T : ITrainer
    {
        if (trainer is IWrappingTrainer wrapping) return (T)wrapping.Around(WithSeed(wrapping.Inner, seed));
        var copy = (T)Copy(trainer);
        var property = copy.GetType().GetProperty(nameof(ITrainer.Seed));
        if (property is { CanWrite: true }) property.SetValue(copy, seed);
        return copy;
    }

    /// <summary>Refuses values beyond the declared ranges.</summary>
    /// <exception cref="LearningException">Names the parameter, its value and the range.</exception>
    public static void Check(ITrainer trainer)
    {
        foreach (var (name, property, description) in Of(trainer.GetType()))
        {
            if (property.GetValue(trainer) is not IConvertible value || value is string or Enum) continue;
            double number = value.ToDouble(CultureInfo.InvariantCulture);
            if (!(number >= description.Min && number <= description.Max))
                throw new LearningException(string.Create(CultureInfo.InvariantCulture, $"{trainer.Kind}: {name} is {number}, allowed is {description.Min} to {description.Max}"));
        }
    }

    /// <summary>All parameters with their values, for manifests.</summary>
    public static IReadOnlyDictionary<string, string> Values(ITrainer trainer) =>
        Of(trainer.GetType()).ToDictionary(p => p.Name, p => Convert.ToString(p.Property.GetValue(trainer), CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal);

    private static object Copy(ITrainer trainer) =>
        trainer.GetType().GetMethod("<Clone>$")?.Invoke(trainer, null) ?? throw new ArgumentException($"{trainer.GetType().Name} is not a record", nameof(trainer));

    private static object? Parse(Type type, string name, string text)
    {
        // As Values writes what is not set.
        if (Nullable.GetUnderlyingType(type) is { } set)
        {
            if (text.Length == 0) return null;
            type = set;
        }
        try
        {
            if (type.IsEnum) return Enum.Parse(type, text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
            return Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            var wanted = type.IsEnum ? string.Join(", ", Enum.GetNames(type)) : type.Name.ToLowerInvariant();
            throw new LearningException($"{name} is '{text}': expected {wanted}", e);
        }
    }

    private static string NameOf(PropertyInfo property)
    {
        var name = new StringBuilder();
        foreach (char c in property.Name)
        {
            if (char.IsUpper(c) && name.Length > 0) name.Append('-');
            name.Append(char.ToLowerInvariant(c));
        }
        return name.ToString();
    }
}
