using System.Globalization;

namespace NetThreat.Configuration;

/// <summary>What a key accepts, in words: the same in error messages and in the reference.</summary>
internal static class LimitsText
{
    /// <summary>The type and the limits.</summary>
    /// <param name="forms">Whether to show how sizes and durations are written.</param>
    public static string Expectation(OptionKey key, bool forms = true)
    {
        var limits = Of(key);
        return limits.Length == 0 ? Kind(key, forms) : $"{Kind(key, forms)}, {limits}";
    }

    /// <summary>For example <c>0 to 65535</c>; empty where anything of the type will do.</summary>
    public static string Of(OptionKey key)
    {
        if (key.Range is { } range) return $"{Limit(key, range.Minimum)} to {Limit(key, range.Maximum)}";
        return key.IsCounted ? Unlimited(ValueText.Bare(key.Type)) : "";
    }

    private static string Kind(OptionKey key, bool forms)
    {
        if (key.IsSize) return forms ? "a size (4096, 64KiB, 512MiB, 2GiB)" : "size";
        if (ValueText.Bare(key.Type) == typeof(TimeSpan)) return forms ? "a duration (500ms, 30s, 5m, 1h, 7d)" : "duration";
        var kind = ValueText.Describe(key.Type);
        return ValueText.Bare(key.Type).IsEnum ? $"one of {kind}" : kind;
    }

    private static string Unlimited(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => $"0 to {byte.MaxValue}",
        TypeCode.UInt16 => $"0 to {ushort.MaxValue}",
        _ => "0 or more",
    };

    private static string Limit(OptionKey key, object limit)
    {
        if (ValueText.Bare(key.Type) == typeof(TimeSpan) && limit is string text && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span))
            return DurationText.Format(span);
        return key.IsSize && limit is IConvertible size ? SizeText.Format(size.ToInt64(CultureInfo.InvariantCulture)) : ValueText.Format(limit);
    }
}
