using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace NetThreat.Configuration;

/// <summary>One key that can be set.</summary>
/// <param name="Path">The section and property names joined by colons, for example <c>Web:Port</c>.</param>
/// <param name="Chain">The properties from <see cref="NetThreatOptions"/> to the value.</param>
/// <param name="Default">The value without configuration.</param>
internal sealed record OptionKey(string Path, IReadOnlyList<PropertyInfo> Chain, object? Default)
{
    public PropertyInfo Property => Chain[^1];

    public Type Type => Property.PropertyType;

    /// <summary>The limits of the value, or null where none are declared.</summary>
    public RangeAttribute? Range => Property.GetCustomAttribute<RangeAttribute>();

    /// <summary>A number of bytes, by the convention of its name: it may be written with a binary unit.</summary>
    public bool IsSize => Property.Name.EndsWith("Bytes", StringComparison.Ordinal) && ValueText.IsInteger(Type);

    /// <summary>A number or duration: without limits of its own it is at least zero, as nothing that is configured is counted below.</summary>
    public bool IsCounted => ValueText.IsInteger(Type) || ValueText.IsFraction(Type) || ValueText.Bare(Type) == typeof(TimeSpan);

    public bool IsNullable => Nullable.GetUnderlyingType(Type) is not null
        || (!Type.IsValueType && new NullabilityInfoContext().Create(Property).WriteState == NullabilityState.Nullable);
}
