using System.Text;
using NetThreat.Detection.Catalogue;

namespace NetThreat.Documentation;

/// <summary>The detection catalogue, from what the detectors say of themselves.</summary>
internal static class DetectorsPage
{
    private const string Introduction = """
        # Detectors

        Thresholds are the keys of the section `Detection` in the [configuration](configuration.md). Every finding carries the numbers behind it and the
        thresholds they passed; techniques are those of MITRE ATT&CK.
        """;

    public static string Render()
    {
        var page = new StringBuilder().Append(ReferencePage.Notice).Append('\n').Append(Introduction.ReplaceLineEndings("\n")).Append('\n');
        foreach (var d in DetectorCatalogue.All)
            page.Append("\n## ").Append(d.Name).Append("\n\n**").Append(d.Title).Append("** (").AppendJoin(", ", d.Techniques).Append(")\n\n- Looks at: ").Append(d.Looks)
                .Append("\n- Fires when: ").Append(d.Fires).Append("\n- Leaves alone, cannot see: ").Append(d.Silent).Append('\n');
        return page.ToString();
    }
}
