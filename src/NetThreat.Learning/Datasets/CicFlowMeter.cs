using System.Collections.Immutable;
using System.Text;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Datasets;

/// <summary>
/// CSV files of CICFlowMeter: CIC-IDS2017, CSE-CIC-IDS2018, CIC-DDoS2019 and whatever the tool writes, in all spellings of the header
/// (<see cref="CicColumns"/>). Columns get the names of version 4; a repeated column ("Fwd Header Length.1") is read once; "Infinity" is missing,
/// because a rate without duration is unknown. Features are the numbers and the responder's port; the originator's address is the group.
/// </summary>
public sealed class CicFlowMeter : DatasetFormat
{
    private const int FewestColumns = 20;

    public override string Name => "cicflowmeter";

    public override string Title => "CICFlowMeter CSV (CIC-IDS2017, CSE-CIC-IDS2018, CIC-DDoS2019)";

    public override string Licence => "free for research with citation; redistribution with acknowledgement";

    public override TablePlan? Plan(FileHead head, DatasetOptions options)
    {
        var header = head.Records[0];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < header.Length; i++)
            if (CicColumns.CanonicalName(header[i]) is { } name) places.TryAdd(name, i);
        if (CicColumns.Names.Count(places.ContainsKey) < FewestColumns || !places.TryGetValue("Label", out int label)) return null;
        var columns = CicColumns.Names.Prepend("Protocol").Prepend("Dst Port").Where(places.ContainsKey)
            .Select(n => new PlannedColumn(places[n], n) { Definition = CicColumns.Definition }).ToList();
        if (places.TryGetValue("Src IP", out int source)) columns.Add(new(source, "source", CellKind.Category, ColumnRole.Group) { MostCategories = CategoryDictionary.MostCodes });
        if (places.TryGetValue("Timestamp", out int time)) columns.Add(new(time, "timestamp", CellKind.Time, ColumnRole.Time) { Clock = TimeCell.Read });
        columns.Add(Label(label, options, n => Rename(n, options.Labels)));
        return new TablePlan(head.Dialect, header.Length, [.. columns]);
    }

    public override ImmutableArray<string> ClassesOf(Labelling labels) => labels == Labelling.Binary ? Binary : ["normal"];

    private static string? Rename(string label, Labelling labels)
    {
        var name = Clean(label);
        if (name is "" or "needmanuallabel" or "nolabel" or "no label") return null;
        bool benign = name is "benign" or "normal" or "background";
        if (labels == Labelling.Binary) return benign ? "normal" : "attack";
        return benign ? "normal" : name;
    }

    // "Web Attack – XSS" comes with an en dash in UTF-8, in Windows-1252, as a replacement character or as a hyphen: one spelling for all.
    private static string Clean(string label)
    {
        var text = new StringBuilder(label.Length);
        foreach (char c in label)
        {
            char clean = c is > ' ' and < '\x7F' ? char.ToLowerInvariant(c) : ' ';
            if (clean is '-' && text.Length > 0 && text[^1] == ' ' || clean == ' ' && text.Length > 0 && text[^1] == ' ') continue;
            if (clean != ' ' || text.Length > 0) text.Append(clean);
        }
        return text.ToString().TrimEnd(' ');
    }
}
