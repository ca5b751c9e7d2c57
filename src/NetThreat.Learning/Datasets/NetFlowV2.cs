using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Datasets;

/// <summary>
/// The NF-v2 collections (Sarhan, Layeghy, Portmann 2022: NF-UNSW-NB15-v2, NF-BoT-IoT-v2, NF-ToN-IoT-v2, NF-CSE-CIC-IDS2018-v2): 43 NetFlow
/// fields by nProbe. Addresses and the originator's port identify the test bed's machines and are no features; the originator's address is the group.
/// </summary>
public sealed class NetFlowV2 : DatasetFormat
{
    private static readonly string[] Identifiers = ["IPV4_SRC_ADDR", "IPV4_DST_ADDR", "L4_SRC_PORT", "LABEL", "ATTACK", "DATASET"];

    private static readonly string[] Required = ["IN_BYTES", "OUT_BYTES", "IN_PKTS", "OUT_PKTS", "TCP_FLAGS", "FLOW_DURATION_MILLISECONDS", "PROTOCOL", "LABEL"];

    public override string Name => "nf-v2";

    public override string Title => "NF-v2 NetFlow collections (2022)";

    public override string Licence => "free for academic research; commercial use needs the authors' approval";

    public override TablePlan? Plan(FileHead head, DatasetOptions options)
    {
        var header = head.Records[0].Select(n => n.Trim().ToUpperInvariant()).ToList();
        if (Required.Any(n => !header.Contains(n))) return null;
        int attack = header.IndexOf("ATTACK"), source = header.IndexOf("IPV4_SRC_ADDR");
        var columns = header.Select((n, i) => (Name: n, Field: i)).Where(c => !Identifiers.Contains(c.Name)).DistinctBy(c => c.Name)
            .Select(c => new PlannedColumn(c.Field, c.Name.ToLowerInvariant())).ToList();
        if (source >= 0) columns.Add(new PlannedColumn(source, "source", CellKind.Category, ColumnRole.Group) { MostCategories = CategoryDictionary.MostCodes });
        columns.Add(Label(options.Labels == Labelling.Binary || attack < 0 ? header.IndexOf("LABEL") : attack, options, n => Rename(n, options.Labels)));
        return new TablePlan(head.Dialect, header.Count, [.. columns]);
    }

    private static string Rename(string label, Labelling labels)
    {
        var name = label.Trim().ToLowerInvariant();
        bool benign = name is "0" or "benign" or "normal";
        if (labels == Labelling.Binary) return benign ? "normal" : "attack";
        return benign ? "normal" : name;
    }
}
