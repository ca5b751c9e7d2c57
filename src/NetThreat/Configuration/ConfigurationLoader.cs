using System.Collections;

namespace NetThreat.Configuration;

/// <summary>
/// Loads the options: defaults in code, then the file, then environment variables, then the command line; a later one wins.
/// Every error of every source is reported at once.
/// </summary>
internal static class ConfigurationLoader
{
    /// <param name="file">A JSON file, or null for none.</param>
    /// <param name="overrides">KEY=VALUE from the command line.</param>
    /// <param name="environment">The variables to look at.</param>
    public static ConfigurationResult Load(string? file, IEnumerable<string> overrides, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var errors = new List<ConfigurationError>();
        var settings = new List<RawSetting>();
        if (file is not null) settings.AddRange(JsonSettings.Read(file, errors));
        settings.AddRange(TextSettings.FromEnvironment(environment));
        settings.AddRange(TextSettings.FromOverrides(overrides, errors));
        var options = OptionBinder.Apply(new NetThreatOptions(), OptionBinder.Resolve(OptionSchema.Product, settings, errors));
        errors.AddRange(SectionRules.Check(options, OptionSchema.Product, settings));
        errors.AddRange(OptionRules.Errors(options));
        return new(errors.Count == 0 ? options : null, errors);
    }

    /// <summary>The variables of this process.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""));
}
