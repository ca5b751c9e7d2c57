using System.CommandLine;

namespace NetThreat.Configuration;

/// <summary>The options that every command with a configuration has, and the loading behind them.</summary>
internal sealed class ConfigurationCommandLine
{
    private readonly Option<string?> _file = new("--config", "-c") { Description = "Configuration file (JSON)", HelpName = "FILE" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Set one key, for example --set Web:Port=8081; may be given several times, wins over file and environment",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the options to a command.</summary>
    public ConfigurationCommandLine(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_set);
    }

    /// <summary>Loads without a word.</summary>
    public ConfigurationResult Load(ParseResult parsed, params string[] more) =>
        ConfigurationLoader.Load(parsed.GetValue(_file), [.. parsed.GetValue(_set) ?? [], .. more], ConfigurationLoader.ProcessEnvironment());

    /// <summary>Loads and tells people what is wrong, one line per error.</summary>
    /// <returns>Null when there are errors: the command returns <see cref="ExitCode.Usage"/>.</returns>
    /// <param name="more">Settings of the command's own options; they win.</param>
    public NetThreatOptions? LoadOrTell(ParseResult parsed, params string[] more)
    {
        var result = Load(parsed, more);
        foreach (var error in result.Errors) parsed.InvocationConfiguration.Error.WriteLine($"netthreat: {error}");
        return result.Options;
    }
}
