using System.Collections;
using System.Globalization;
using System.Reflection;

namespace NetThreat.Configuration;

/// <summary>The types a key may have, and their values as text: what people write and what the reference shows.</summary>
internal static class ValueText
{
    /// <summary>A type that one key holds, as against a section of keys.</summary>
    public static bool IsValue(Type type) => IsScalar(type) || ElementType(type) is not null;

    /// <summary>The element type of a list of scalars, or null.</summary>
    public static Type? ElementType(Type type)
    {
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IReadOnlyList<>)) return null;
        var element = type.GetGenericArguments()[0];
        return IsScalar(element) ? element : null;
    }

    public static bool IsInteger(Type type) => Type.GetTypeCode(Bare(type)) is >= TypeCode.SByte and <= TypeCode.UInt64 && !Bare(type).IsEnum;

    public static bool IsFraction(Type type) => Type.GetTypeCode(Bare(type)) is TypeCode.Double or TypeCode.Single or TypeCode.Decimal;

    /// <summary>The type's own <c>bool TryParse(string, out T)</c>, or null.</summary>
    public static MethodInfo? Parser(Type type) =>
        Bare(type).GetMethod("TryParse", BindingFlags.Public | BindingFlags.Static, [typeof(string), Bare(type).MakeByRefType()]);

    public static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>What a value of the type looks like, in words.</summary>
    public static string Describe(Type type)
    {
        if (ElementType(type) is { } element) return $"list of {Plural(element)}";
        var bare = Bare(type);
        if (bare == typeof(string)) return "text";
        if (bare == typeof(bool)) return "true or false";
        if (bare == typeof(TimeSpan)) return "duration";
        if (bare.IsEnum) return string.Join(", ", Enum.GetNames(bare).Select(n => n.ToLowerInvariant()));
        if (IsInteger(bare)) return "whole number";
        return IsFraction(bare) ? "number" : bare.Name.ToLowerInvariant();
    }

    /// <summary>A value as it would be written.</summary>
    public static string Format(object? value) => value switch
    {
        null => "",
        TimeSpan span => DurationText.Format(span),
        bool flag => flag ? "true" : "false",
        Enum name => name.ToString().ToLowerInvariant(),
        string text => text,
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Format)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Plural(Type element) => Bare(element).IsEnum ? $"({Describe(element)})" : Describe(element) + "s";

    private static bool IsScalar(Type type)
    {
        var bare = Bare(type);
        return bare == typeof(string) || bare == typeof(bool) || bare == typeof(TimeSpan) || bare.IsEnum
            || IsInteger(bare) || IsFraction(bare) || Parser(bare) is not null;
    }
}
