using System.Collections.Frozen;
using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Datasets;

/// <summary>
/// The columns of CICFlowMeter under their names of version 4, found in any spelling: CIC-IDS2017's ("Total Backward Packets",
/// "Init_Win_bytes_forward"), CSE-CIC-IDS2018's ("Tot Bwd Pkts", "Init Fwd Win Byts"), the Python port's ("tot_bwd_pkts"). A name is compared
/// as the sorted set of its words, each word in one spelling.
/// </summary>
public static class CicColumns
{
    private static readonly FrozenDictionary<string, string> Words = Pairs(
        "tot total", "totlen total length", "pkt packet", "pkts packet", "packets packet", "byts byte", "byt byte", "bytes byte", "len length", "average avg",
        "backward bwd", "forward fwd", "blk bulk", "b bulk", "seg segment", "cnt count", "cwe cwr", "source src", "destination dst", "flags flag", "var variance",
        "of ", "subflows subflow");

    /// <summary>The numeric columns of CICFlowMeter 4, in its order, without addresses, ports, protocol and time.</summary>
    public static IReadOnlyList<string> Names { get; } = MakeNames();

    private static readonly FrozenDictionary<string, string> ByKey = Names.Append("Dst Port").Append("Src Port").Append("Protocol").Append("Src IP").Append("Dst IP")
        .Append("Timestamp").Append("Flow ID").Append("Label").ToFrozenDictionary(KeyOf, StringComparer.Ordinal);

    /// <summary>Marks columns that CICFlowMeter computed: its definitions (and faults) are not those of the feature schema.</summary>
    public const string Definition = "cicflowmeter";

    /// <summary>CICFlowMeter 4's name of a column in any spelling; null for a name that is none of its.</summary>
    public static string? CanonicalName(string header) => ByKey.GetValueOrDefault(KeyOf(header));

    /// <summary>
    /// The same columns under the names of the feature schema where it has the same feature, so that a model's row can be filled from
    /// either. They keep <see cref="Definition"/>: a model trained on them is not taken for one trained on the meter's own rows.
    /// </summary>
    public static Table ToSchema(Table table, FeatureSchema schema)
    {
        var names = schema.Columns.Where(c => c.CicName is not null).ToDictionary(c => CanonicalName(c.CicName!) ?? c.CicName!, c => c.Name, StringComparer.Ordinal);
        var columns = table.Columns.Where(c => names.ContainsKey(c.Name)).Select(c => c with { Name = names[c.Name] }).ToList();
        if (columns.Count == 0) throw new LearningException("none of the table's columns is in the feature schema");
        return new Table(columns)
        {
            Labels = table.Labels,
            Classes = table.Classes,
            Groups = table.Groups,
            GroupNames = table.GroupNames,
            Times = table.Times,
            RowsRead = table.RowsRead,
            Faults = table.Faults,
        };
    }

    // A word and what it is spelled as here.
    private static FrozenDictionary<string, string> Pairs(params IEnumerable<string> pairs) =>
        pairs.Select(p => p.Split(' ', 2)).ToFrozenDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    private static string KeyOf(string header)
    {
        var words = new List<string>();
        foreach (var word in Split(header))
        {
            if (Words.TryGetValue(word, out var same)) words.AddRange(same.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else words.Add(word);
        }
        words.Sort(StringComparer.Ordinal);
        return string.Join(' ', words);
    }

    private static string[] Split(string header)
    {
        var text = new StringBuilder(header.Length);
        foreach (char c in header) text.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
        return text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] MakeNames() =>
    [
        "Flow Duration", "Total Fwd Packet", "Total Bwd packets", "Total Length of Fwd Packet", "Total Length of Bwd Packet",
        .. Each("Fwd Packet Length", "Max", "Min", "Mean", "Std"), .. Each("Bwd Packet Length", "Max", "Min", "Mean", "Std"), "Flow Bytes/s", "Flow Packets/s",
        .. Each("Flow IAT", "Mean", "Std", "Max", "Min"), .. Each("Fwd IAT", "Total", "Mean", "Std", "Max", "Min"), .. Each("Bwd IAT", "Total", "Mean", "Std", "Max", "Min"),
        "Fwd PSH Flags", "Bwd PSH Flags", "Fwd URG Flags", "Bwd URG Flags", "Fwd Header Length", "Bwd Header Length", "Fwd Packets/s", "Bwd Packets/s",
        .. Each("Packet Length", "Min", "Max", "Mean", "Std", "Variance"),
        "FIN Flag Count", "SYN Flag Count", "RST Flag Count", "PSH Flag Count", "ACK Flag Count", "URG Flag Count", "CWR Flag Count", "ECE Flag Count",
        "Down/Up Ratio", "Average Packet Size", "Fwd Segment Size Avg", "Bwd Segment Size Avg",
        "Fwd Bytes/Bulk Avg", "Fwd Packet/Bulk Avg", "Fwd Bulk Rate Avg", "Bwd Bytes/Bulk Avg", "Bwd Packet/Bulk Avg", "Bwd Bulk Rate Avg",
        "Subflow Fwd Packets", "Subflow Fwd Bytes", "Subflow Bwd Packets", "Subflow Bwd Bytes", "FWD Init Win Bytes", "Bwd Init Win Bytes",
        "Fwd Act Data Pkts", "Fwd Seg Size Min", .. Each("Active", "Mean", "Std", "Max", "Min"), .. Each("Idle", "Mean", "Std", "Max", "Min"),
    ];

    private static IEnumerable<string> Each(string name, params IEnumerable<string> ends) => ends.Select(e => $"{name} {e}");
}
