using System.Globalization;
using System.Text;
using NetThreat.Flows.Features;

namespace NetThreat.Documentation;

/// <summary>The reference of the feature row, from the schema.</summary>
internal static class FeaturesPage
{
    private const string Introduction = """
        # Features

        The columns of a flow's feature row, in order. Columns are only ever appended and a definition never changes, so a row of an older version is a
        prefix of a newer one; a model pins the columns it uses by their hash. Forward (`fwd`) is originator to responder, backward (`bwd`) the other
        way. Lengths are transport payload on the wire, times are capture times, and the state behind the columns is integers alone, so that a row is the
        same to the last bit from a file and live. Standard deviations and variances have n − 1 in the denominator. What is unknown is not a number (NaN).
        """;

    public static string Render()
    {
        var schema = FlowFeatures.Schema;
        var page = new StringBuilder().Append(ReferencePage.Notice).Append('\n').Append(Introduction.ReplaceLineEndings("\n")).Append('\n');
        page.Append(CultureInfo.InvariantCulture, $"\nSchema version {schema.Version}: {schema.Columns.Count} columns, measured by the profile `full`. ");
        page.Append(CultureInfo.InvariantCulture, $"Version {FlowFeatures.ShortVersion}: the first {FlowFeatures.ShortColumns}, measured by `basic`.\n\n");
        page.Append("| # | name | unit | definition | CICFlowMeter 4 | hash |\n|---|---|---|---|---|---|\n");
        for (int i = 0; i < schema.Columns.Count; i++)
        {
            var c = schema.Columns[i];
            page.Append(CultureInfo.InvariantCulture, $"| {i} | `{c.Name}` | {c.Unit} | {c.Definition} | {c.CicName} | `{c.Hash}` |\n");
        }

        return page.ToString();
    }
}
