using System.CommandLine;
using System.Text;
using NetThreat.Commands;

namespace NetThreat.Documentation;

/// <summary>The reference of commands, from the command tree itself.</summary>
internal static class CommandLinePage
{
    private const string Introduction = """
        # Command line

        `./netthreat` of a checkout builds what changed and passes everything to the program; `./netthreat test` and `./netthreat bench` are its own.
        Data goes to standard output, progress and messages to standard error; `-` as a file is standard input or output.
        Exit codes: 0 good, 1 failed, 2 usage.
        """;

    public static string Render()
    {
        var page = new StringBuilder().Append(ReferencePage.Notice).Append('\n').Append(Introduction.ReplaceLineEndings("\n")).Append('\n');
        foreach (var command in CommandTable.Root().Subcommands) Describe(page, command, "netthreat");
        return page.ToString();
    }

    private static void Describe(StringBuilder page, Command command, string parent)
    {
        if (command.Hidden) return;
        var name = $"{parent} {command.Name}";
        page.Append("\n## ").Append(name).Append("\n\n").Append(command.Description).Append(".\n");
        var rows = command.Arguments.Where(a => !a.Hidden).Select(a => Row(Placeholder(a), a.Description, Default(a.HasDefaultValue, a.GetDefaultValue)))
            .Concat(command.Options.Where(o => !o.Hidden).Select(o => Row(Names(o), o.Description, o.Required ? "required" : Default(o.HasDefaultValue, o.GetDefaultValue)))).ToList();
        if (rows.Count > 0) page.Append("\n| | | default |\n|---|---|---|\n").AppendJoin("", rows);
        foreach (var inner in command.Subcommands) Describe(page, inner, name);
    }

    private static string Row(string name, string? meaning, string standard) => $"| `{name}` | {meaning?.Replace("|", "\\|", StringComparison.Ordinal)} | {standard} |\n";

    private static string Placeholder(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    private static string Names(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(a => a.Length).ThenBy(a => a, StringComparer.Ordinal));
        return option.ValueType == typeof(bool) ? names : $"{names} {option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant()}";
    }

    private static string Default(bool has, Func<object?> value)
    {
        var text = has ? Configuration.ValueText.Format(value()) : "";
        return text.Length == 0 ? "" : $"`{text}`";
    }
}
