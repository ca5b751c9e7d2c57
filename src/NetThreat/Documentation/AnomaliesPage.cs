using System.Numerics;
using System.Reflection;
using System.Text;
using NetThreat.Core.Flows;

namespace NetThreat.Documentation;

/// <summary>The reference of anomalies, from the summaries of their names.</summary>
internal static class AnomaliesPage
{
    private const string Introduction = """
        # Anomalies

        What is odd about packets, as a set of bits on the flow that they belong to (`anomalies` of its records), each bit set by the first packet
        that shows it. An anomaly is evidence and never ends decoding: what does is a reason in the ledger. Bits never change their meaning.

        | bit | name | meaning |
        |---|---|---|
        """;

    public static string Render()
    {
        var page = new StringBuilder().Append(ReferencePage.Notice).Append('\n').Append(Introduction.ReplaceLineEndings("\n")).Append('\n');
        foreach (var field in typeof(Anomaly).GetFields(BindingFlags.Public | BindingFlags.Static).OrderBy(f => (ulong)(Anomaly)f.GetValue(null)!))
        {
            ulong bit = (ulong)(Anomaly)field.GetValue(null)!;
            if (bit == 0) continue;
            page.Append("| ").Append(BitOperations.TrailingZeroCount(bit)).Append(" | `").Append(AnomalyNames.Of((Anomaly)bit)).Append("` | ")
                .Append(XmlSummaries.Of(field).Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }

        return page.ToString();
    }
}
