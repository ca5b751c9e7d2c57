using System.Globalization;
using System.Text.Json;

namespace NetThreat.Configuration;

/// <summary>Turns a raw setting into a value of its key's type, or says in words what was expected.</summary>
internal static class ValueReader
{
    /// <param name="problem">Null on success; what is wrong and what is expected otherwise.</param>
    public static object? Read(OptionKey key, RawSetting raw, out string? problem)
    {
        var value = raw.Json is { } json ? FromJson(key, json, out problem) : FromText(key, raw.Text ?? "", out problem);
        if (problem is null) problem = OutOfRange(key, value);
        return value;
    }

    private static object? FromJson(OptionKey key, JsonElement json, out string? problem)
    {
        problem = null;
        if (json.ValueKind == JsonValueKind.Null && key.IsNullable) return null;
        if (ValueText.ElementType(key.Type) is not { } element) return Scalar(key, key.Type, Text(key, json), out problem);
        if (json.ValueKind == JsonValueKind.Array) return List(key, element, json.EnumerateArray().Select(e => Text(key, e)), out problem);
        problem = Expected(key, json.GetRawText());
        return null;
    }

    private static object? FromText(OptionKey key, string text, out string? problem)
    {
        problem = null;
        if (text.Length == 0 && key.IsNullable) return null;
        if (ValueText.ElementType(key.Type) is not { } element) return Scalar(key, key.Type, text, out problem);
        return List(key, element, text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), out problem);
    }

    private static Array? List(OptionKey key, Type element, IEnumerable<string?> texts, out string? problem)
    {
        problem = null;
        var values = new List<object?>();
        foreach (var text in texts)
        {
            values.Add(Scalar(key, element, text, out problem));
            if (problem is not null) return null;
        }
        var list = Array.CreateInstance(element, values.Count);
        for (var i = 0; i < values.Count; i++) list.SetValue(values[i], i);
        return list;
    }

    // A JSON value as the text that would mean it, or null where its kind cannot be meant: a quoted number is refused as a typing slip.
    private static string? Text(OptionKey key, JsonElement json)
    {
        var type = ValueText.Bare(ValueText.ElementType(key.Type) ?? key.Type);
        var isNumber = ValueText.IsInteger(type) || ValueText.IsFraction(type);
        return json.ValueKind switch
        {
            JsonValueKind.String when !(isNumber && !key.IsSize) && type != typeof(bool) => json.GetString(),
            JsonValueKind.Number when isNumber => json.GetRawText(),
            JsonValueKind.True or JsonValueKind.False when type == typeof(bool) => json.GetRawText(),
            _ => null,
        };
    }

    private static object? Scalar(OptionKey key, Type type, string? text, out string? problem)
    {
        var value = text is null ? null : Parse(key, ValueText.Bare(type), text);
        problem = value is null ? Expected(key, text) : null;
        return value;
    }

    private static object? Parse(OptionKey key, Type type, string text)
    {
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(TimeSpan)) return DurationText.TryParse(text, out var span) ? span : null;
        if (type.IsEnum) return EnumNamed(type, text);
        if (key.IsSize) return SizeText.TryParse(text, out var bytes) ? Integer(type, bytes.ToString(CultureInfo.InvariantCulture)) : null;
        if (ValueText.IsInteger(type)) return Integer(type, text);
        if (ValueText.IsFraction(type)) return Fraction(type, text);
        object?[] arguments = [text, null];
        return ValueText.Parser(type)!.Invoke(null, arguments) is true ? arguments[1] : null;
    }

    // By name alone: Enum.TryParse would take numbers and lists of names too.
    private static object? EnumNamed(Type type, string text) =>
        Enum.GetNames(type).FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name) : null;

    private static object? Integer(Type type, string text)
    {
        if (!Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
        try
        {
            return Convert.ChangeType((decimal)number, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static object? Fraction(Type type, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Convert.ChangeType(number, type, CultureInfo.InvariantCulture) : null;

    private static string? OutOfRange(OptionKey key, object? value)
    {
        if (value is null) return null;
        var values = value is Array list ? list.Cast<object>() : [value];
        return values.All(v => IsInRange(key, v)) ? null : $"{ValueText.Format(value)} is out of range: {LimitsText.Of(key)}";
    }

    private static bool IsInRange(OptionKey key, object value)
    {
        if (key.Range is not { } range) return !key.IsCounted || value is TimeSpan { Ticks: >= 0 } || (value is not TimeSpan && Convert.ToDouble(value, CultureInfo.InvariantCulture) >= 0);
        range.ParseLimitsInInvariantCulture = range.ConvertValueInInvariantCulture = true;
        return range.IsValid(value);
    }

    private static string Expected(OptionKey key, string? text)
    {
        var shown = text is null ? "has the wrong type" : text.Length > 60 ? $"'{text[..60]}…' does not fit" : $"'{text}' does not fit";
        return $"{shown}: expected {LimitsText.Expectation(key)}";
    }
}
