using System.Collections.Immutable;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Datasets;

/// <summary>
/// UNSW-NB15 (Moustafa, Slay 2015) in the form of its published training and testing sets: 42 features by name (copies differ in order, in
/// an <c>id</c> and in the binary <c>label</c>, which are no features), and the attack's category.
/// </summary>
public sealed class UnswNb15 : DatasetFormat
{
    private static readonly string[] ColumnNames =
    [
        "dur", "proto", "service", "state", "spkts", "dpkts", "sbytes", "dbytes", "rate", "sttl", "dttl", "sload", "dload", "sloss", "dloss",
        "sinpkt", "dinpkt", "sjit", "djit", "swin", "stcpb", "dtcpb", "dwin", "tcprtt", "synack", "ackdat", "smean", "dmean", "trans_depth",
        "response_body_len", "ct_srv_src", "ct_state_ttl", "ct_dst_ltm", "ct_src_dport_ltm", "ct_dst_sport_ltm", "ct_dst_src_ltm",
        "is_ftp_login", "ct_ftp_cmd", "ct_flw_http_mthd", "ct_src_ltm", "ct_srv_dst", "is_sm_ips_ports",
    ];

    private static readonly ImmutableArray<string> Ten =
        ["normal", "analysis", "backdoor", "dos", "exploits", "fuzzers", "generic", "reconnaissance", "shellcode", "worms"];

    public override string Name => "unsw-nb15";

    public override string Title => "UNSW-NB15 (2015)";

    public override string Licence => "free for academic research; commercial use needs the authors' approval";

    public override ImmutableArray<string> ClassesOf(Labelling labels) => labels == Labelling.Binary ? Binary : Ten;

    public override TablePlan? Plan(FileHead head, DatasetOptions options)
    {
        var header = head.Records[0].Select(n => n.Trim().ToLowerInvariant()).ToList();
        int category = header.IndexOf("attack_cat"), label = header.IndexOf("label");
        var places = ColumnNames.Select(n => header.IndexOf(n)).ToArray();
        if (places.Contains(-1) || category < 0 && (label < 0 || options.Labels != Labelling.Binary)) return null;
        var columns = ColumnNames.Select((n, i) => n is "proto" or "service" or "state" ? Category(places[i], n, options, t => t.Trim().ToLowerInvariant()) : new PlannedColumn(places[i], n));
        return new TablePlan(head.Dialect, header.Count, [.. columns, Label(category >= 0 ? category : label, options, n => Rename(n, options.Labels))]);
    }

    private static string Rename(string label, Labelling labels)
    {
        var name = label.Trim().ToLowerInvariant();
        if (name is "0" or "1") name = name == "0" ? "normal" : "attack";
        if (name == "backdoors") name = "backdoor";
        if (labels == Labelling.Binary) return name == "normal" ? "normal" : "attack";
        return Ten.Contains(name) ? name : throw new LearningException($"'{label}' is no category of UNSW-NB15");
    }
}
