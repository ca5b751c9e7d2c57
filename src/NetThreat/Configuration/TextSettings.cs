namespace NetThreat.Configuration;

/// <summary>Settings from environment variables and from the command line.</summary>
internal static class TextSettings
{
    /// <summary>Variables such as <c>NETTHREAT__Web__Port</c>: the prefix, then the key with two underscores for each colon.</summary>
    public const string Prefix = "NETTHREAT__";

    /// <summary>In the order of the variables' names, so that messages come in the same order every time.</summary>
    public static IEnumerable<RawSetting> FromEnvironment(IEnumerable<KeyValuePair<string, string>> variables) => variables
        .Where(v => v.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        .OrderBy(v => v.Key, StringComparer.Ordinal)
        .Select(v => new RawSetting(v.Key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), $"environment variable {v.Key}", null, v.Value));

    /// <summary>Overrides of the form <c>Web:Port=8081</c>.</summary>
    public static IReadOnlyList<RawSetting> FromOverrides(IEnumerable<string> overrides, ICollection<ConfigurationError> errors)
    {
        var settings = new List<RawSetting>();
        foreach (var text in overrides)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) settings.Add(new(text[..equals].Trim(), "--set", null, text[(equals + 1)..]));
            else errors.Add(new("--set", null, $"'{text}' is not of the form KEY=VALUE, for example Web:Port=8081"));
        }
        return settings;
    }
}
