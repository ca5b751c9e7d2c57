using System.Collections.Immutable;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Datasets;

/// <summary>
/// NSL-KDD (Tavallaee, Bagheri, Lu, Ghorbani 2009): connections of KDD Cup 1999 without its duplicates; 41 columns, the attack's name and a
/// difficulty, without a header in the official files. The difficulty says how many of 21 classifiers were right: it is no feature and is left out.
/// </summary>
public sealed class NslKdd : DatasetFormat
{
    private static readonly string[] ColumnNames =
    [
        "duration", "protocol_type", "service", "flag", "src_bytes", "dst_bytes", "land", "wrong_fragment", "urgent", "hot", "num_failed_logins",
        "logged_in", "num_compromised", "root_shell", "su_attempted", "num_root", "num_file_creations", "num_shells", "num_access_files",
        "num_outbound_cmds", "is_host_login", "is_guest_login", "count", "srv_count", "serror_rate", "srv_serror_rate", "rerror_rate",
        "srv_rerror_rate", "same_srv_rate", "diff_srv_rate", "srv_diff_host_rate", "dst_host_count", "dst_host_srv_count",
        "dst_host_same_srv_rate", "dst_host_diff_srv_rate", "dst_host_same_src_port_rate", "dst_host_srv_diff_host_rate",
        "dst_host_serror_rate", "dst_host_srv_serror_rate", "dst_host_rerror_rate", "dst_host_srv_rerror_rate",
    ];

    private static readonly ImmutableArray<string> Five = ["normal", "dos", "probe", "r2l", "u2r"];

    public override string Name => "nsl-kdd";

    public override string Title => "NSL-KDD (2009)";

    public override string Licence => "free for research with citation; no commercial grant";

    public override ImmutableArray<string> ClassesOf(Labelling labels) => labels switch
    {
        Labelling.Binary => Binary,
        Labelling.Classes => Five,
        _ => ["normal"],
    };

    public override TablePlan? Plan(FileHead head, DatasetOptions options)
    {
        var first = head.Records[0];
        if (first.Contains("dst_host_srv_rerror_rate", StringComparer.OrdinalIgnoreCase)) return WithHeader(head, options);
        bool fits = first.Length is 42 or 43 && first[1] is "tcp" or "udp" or "icmp" && NslKddAttacks.ClassOf(first[41]) is not null;
        if (!fits) return null;
        // The full KDD files lack the difficulty, some copies have it in part.
        return new TablePlan(head.Dialect with { Header = false }, first.Length, [.. ColumnNames.Select((n, i) => Column(i, n, options)), Label(41, options, n => Rename(n, options.Labels))]);
    }

    private TablePlan? WithHeader(FileHead head, DatasetOptions options)
    {
        var header = head.Records[0].Select(n => n.Trim().ToLowerInvariant()).ToList();
        int label = header.FindIndex(n => n is "label" or "class" or "attack" or "outcome" or "labels");
        var places = ColumnNames.Select(n => header.IndexOf(n)).ToArray();
        if (label < 0 || places.Contains(-1)) return null;
        return new TablePlan(head.Dialect, header.Count, [.. ColumnNames.Select((n, i) => Column(places[i], n, options)), Label(label, options, n => Rename(n, options.Labels))]);
    }

    private static PlannedColumn Column(int field, string name, DatasetOptions options) =>
        name is "protocol_type" or "service" or "flag" ? Category(field, name, options) : new(field, name);

    private static string Rename(string label, Labelling labels)
    {
        var attack = label.Trim().TrimEnd('.').ToLowerInvariant();
        var known = attack is "anomaly" or "attack" && labels == Labelling.Binary ? "attack" : NslKddAttacks.ClassOf(attack);
        if (known is null) throw new LearningException($"'{label}' is no attack of NSL-KDD");
        return labels switch
        {
            Labelling.Attacks => attack,
            Labelling.Classes => known,
            _ => known == "normal" ? "normal" : "attack",
        };
    }
}
