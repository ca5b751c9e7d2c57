using System.Collections.Immutable;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Datasets;

/// <summary>
/// Zeek's conn.log with a label per connection: the Stratosphere laboratory's files (tabs throughout, <c>detailedlabel</c>) and IoT-23
/// (labels joined to the last field with three spaces, <c>detailed-label</c>). The originator is the group, <c>ts</c> the time.
/// </summary>
public sealed class ZeekLabelled : DatasetFormat
{
    private static readonly string[] Numbers =
        ["id.orig_p", "id.resp_p", "duration", "orig_bytes", "resp_bytes", "missed_bytes", "orig_pkts", "orig_ip_bytes", "resp_pkts", "resp_ip_bytes"];

    private static readonly string[] Texts = ["proto", "service", "conn_state", "history", "local_orig", "local_resp"];

    public override string Name => "zeek-labelled";

    public override string Title => "Zeek conn.log with labels (Stratosphere, IoT-23)";

    public override string Licence => "IoT-23 and Stratosphere: CC BY 4.0 (IoT-23) or free for research with citation";

    public override TablePlan? Plan(FileHead head, DatasetOptions options)
    {
        if (head.Dialect.Separator != '\t') return null;
        var fields = head.Records.FirstOrDefault(r => r[0] == "#fields");
        if (fields is null || !fields.Contains("conn_state")) return null;
        bool joined = fields[^1].Contains("   ", StringComparison.Ordinal);
        var names = fields.Skip(1).SelectMany(f => f.Split("   ", StringSplitOptions.RemoveEmptyEntries)).Select(f => f.Trim()).ToList();
        int label = names.IndexOf("label"), detail = names.FindIndex(n => n is "detailedlabel" or "detailed-label");
        if (label < 0 || names.IndexOf("ts") < 0 || names.IndexOf("id.orig_h") < 0) return null;
        var dialect = head.Dialect with { Header = false, Quotes = false, Comment = (byte)'#', LastFieldSeparator = joined ? "   " : null };
        return new TablePlan(dialect, names.Count, Columns(names, label, detail, options)) { OptionalFields = joined ? 1 : 0 };
    }

    private ImmutableArray<PlannedColumn> Columns(List<string> names, int label, int detail, DatasetOptions options)
    {
        var columns = new List<PlannedColumn>();
        foreach (var name in Numbers.Concat(Texts))
        {
            if (names.IndexOf(name) is not (var field and >= 0)) continue;
            columns.Add(Texts.Contains(name) ? Category(field, name, options) : new PlannedColumn(field, name));
        }
        columns.Add(new(names.IndexOf("ts"), "ts", CellKind.Time, ColumnRole.Time) { Clock = TimeCell.Read });
        columns.Add(new(names.IndexOf("id.orig_h"), "id.orig_h", CellKind.Category, ColumnRole.Group) { MostCategories = CategoryDictionary.MostCodes });
        bool fine = options.Labels == Labelling.Attacks && detail >= 0;
        columns.Add(Label(fine ? detail : label, options, n => Rename(n, options.Labels)));
        return [.. columns];
    }

    // Labels are spelled Malicious, malicious, Benign, benign, Background, "-" (nobody labelled it); IoT-23 has "-" as the detail of benign rows.
    private static string? Rename(string label, Labelling labels)
    {
        var name = label.Trim().Replace('_', '-').ToLowerInvariant();
        bool none = name is "-" or "(empty)" or "";
        if (labels == Labelling.Attacks) return none ? "normal" : name;
        if (none || labels == Labelling.Binary && name is "background" or "unknown") return null;
        if (name is "benign" or "normal") return "normal";
        return labels == Labelling.Binary ? "attack" : name;
    }
}
