using System.Text;
using NetThreat.Configuration;

namespace NetThreat.Documentation;

/// <summary>The reference of configuration keys: one table per section.</summary>
internal static class ConfigurationPage
{
    private const string Introduction = """
        # Configuration

        Defaults are in the code. A JSON file (`-c FILE`), then environment variables, then `--set KEY=VALUE` override them, the later one winning:

            {"Web": {"Port": 8081}}                 in the file
            NETTHREAT__Web__Port=8081               in the environment
            --set Web:Port=8081                     on the command line

        Durations are written `500ms`, `30s`, `5m`, `1h`, `7d`; sizes `64KiB`, `512MiB`, `2GiB`; lists as JSON arrays in the file and
        with commas elsewhere. The file may have comments. Unknown keys are errors; `netthreat check -c FILE` names all errors at once.
        """;

    public static string Render()
    {
        var page = new StringBuilder().Append(ReferencePage.Notice).Append('\n').Append(Introduction.ReplaceLineEndings("\n")).Append('\n');
        foreach (var section in OptionSchema.Product.Keys.GroupBy(SectionOf).OrderBy(g => g.Key.Length > 0))
        {
            page.Append('\n').Append("## ").Append(section.Key.Length == 0 ? "Outside sections" : section.Key).Append("\n\n");
            page.Append("| key | value | default | meaning |\n|---|---|---|---|\n");
            foreach (var key in section) Row(page, key);
        }
        return page.ToString();
    }

    private static void Row(StringBuilder page, OptionKey key) => page
        .Append("| `").Append(key.Path).Append("` | ").Append(Cell(LimitsText.Expectation(key, forms: false)))
        .Append(" | ").Append(Default(key)).Append(" | ").Append(Cell(XmlSummaries.Of(key.Property))).Append(" |\n");

    private static string Default(OptionKey key)
    {
        var text = key.IsSize && key.Default is IConvertible size
            ? SizeText.Format(size.ToInt64(System.Globalization.CultureInfo.InvariantCulture)) : ValueText.Format(key.Default);
        return text.Length == 0 ? "" : $"`{Cell(text)}`";
    }

    private static string SectionOf(OptionKey key) => key.Chain.Count == 1 ? "" : key.Path[..key.Path.LastIndexOf(':')];

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
