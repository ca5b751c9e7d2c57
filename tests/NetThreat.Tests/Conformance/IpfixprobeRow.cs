using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Tests.Conformance;

/// <summary>One row of ipfixprobe's text output, by its field names.</summary>
internal sealed class IpfixprobeRow(Dictionary<string, string> fields)
{
    private static readonly (string Field, Func<JoinedFlow, bool, long> Ours)[] Counters =
    [
        ("BYTES", (f, turned) => (turned ? f.Responder : f.Originator).IpBytes),
        ("BYTES_REV", (f, turned) => (turned ? f.Originator : f.Responder).IpBytes),
        ("PACKETS", (f, turned) => (turned ? f.Responder : f.Originator).Packets),
        ("PACKETS_REV", (f, turned) => (turned ? f.Originator : f.Responder).Packets),
        ("VLAN_ID", (f, _) => f.Parts[0].Vlan),
    ];

    private static readonly (string Field, Func<ApplicationFacts?, string?> Ours)[] Texts =
    [
        ("TLS_SNI", f => f?.Tls?.ServerName), ("TLS_JA3", f => f?.Tls?.Ja3), ("TLS_JA4", f => f?.Tls?.Ja4), ("QUIC_SNI", f => f?.Tls?.ServerName),
    ];

    /// <summary>The header is a row among the others: the rows are sorted.</summary>
    public static List<IpfixprobeRow> Read(string file)
    {
        string[] lines = File.ReadAllLines(file);
        string[] names = [.. lines.Single(l => l.StartsWith("ipaddr ", StringComparison.Ordinal)).Split(',').Select(f => f.Split(' ')[1])];
        return
        [
            .. lines.Where(l => l.Length > 0 && !l.StartsWith("ipaddr ", StringComparison.Ordinal))
                .Select(l => new IpfixprobeRow(names.Zip(Cells(l)).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal))),
        ];
    }

    public bool IsTupleOf(JoinedFlow f) => Same(f, false) || Same(f, true);

    public bool Begins(JoinedFlow f) => Microseconds(f.Start) == First;

    /// <summary>The row's time lies within the flow's.</summary>
    public bool LiesIn(JoinedFlow f) => Microseconds(f.Start) <= First && Last <= Microseconds(f.End);

    /// <summary>Another row tells the rest of the flow.</summary>
    public bool IsPart(JoinedFlow f)
    {
        bool turned = !Same(f, false);
        return LiesIn(f) && Counters[..4].All(c => Number(c.Field) <= c.Ours(f, turned)) && Counters[..4].Any(c => Number(c.Field) < c.Ours(f, turned));
    }

    /// <summary>Fields that can be compared: five of the tuple, two times, the counters and the texts that the row has.</summary>
    public int Fields(JoinedFlow f) => 7 + Counters.Count(c => fields.ContainsKey(c.Field)) + Texts.Count(t => IsComparable(t.Field));

    /// <summary>The names of the fields that differ.</summary>
    public List<string> Wrong(JoinedFlow f)
    {
        bool turned = !Same(f, false);
        List<string> wrong = [.. Counters.Where(c => fields.ContainsKey(c.Field) && Number(c.Field) != c.Ours(f, turned)).Select(c => c.Field)];
        if (Microseconds(f.Start) != First) wrong.Add("TIME_FIRST");
        if (Microseconds(f.End) != Last) wrong.Add("TIME_LAST");
        var facts = f.Parts.Select(p => p.Application).LastOrDefault(a => a is not null);
        wrong.AddRange(Texts.Where(t => IsComparable(t.Field) && fields[t.Field].Trim('"') != t.Ours(facts)).Select(t => t.Field));
        return wrong;
    }

    /// <summary>JA4 differs by the two GREASE values in the number of extensions alone.</summary>
    public bool CountsGrease(JoinedFlow f)
    {
        string theirs = fields["TLS_JA4"].Trim('"');
        return f.Parts.Select(p => p.Application?.Tls?.Ja4).LastOrDefault(j => j is not null) is { Length: 36 } ours && theirs.Length == 36
            && ours[..6] == theirs[..6] && ours[8..] == theirs[8..] && int.Parse(theirs[6..8], CultureInfo.InvariantCulture) - int.Parse(ours[6..8], CultureInfo.InvariantCulture) is 1 or 2;
    }

    public override string ToString() => string.Join(' ', fields.Where(f => !f.Key.EndsWith("_MAC", StringComparison.Ordinal)).Take(14).Select(f => f.Value));

    public static string Describe(JoinedFlow f)
    {
        var facts = f.Parts.Select(p => p.Application).LastOrDefault(a => a is not null);
        return $"{f.Key} {f.Start} {f.End} {f.Originator} {f.Responder} {facts?.Tls?.ServerName} {facts?.Tls?.Ja3} {facts?.Tls?.Ja4}";
    }

    private long First => Time("TIME_FIRST");

    private long Last => Time("TIME_LAST");

    private bool IsComparable(string field) => fields.TryGetValue(field, out string? value) && value.Trim('"').Length > 0;

    private bool Same(JoinedFlow f, bool turned)
    {
        var key = FlowJoin.WithoutIcmpTypes(f.Key);
        if (turned) key = new(key.Responder, key.Originator, key.ResponderPort, key.OriginatorPort, key.Protocol);
        return key.Protocol == Number("PROTOCOL") && key.Originator == Address.Parse(fields["SRC_IP"]) && key.Responder == Address.Parse(fields["DST_IP"])
            && (key.OriginatorPort, key.ResponderPort) == (Number("SRC_PORT"), Number("DST_PORT"));
    }

    private long Number(string field) => long.Parse(fields[field], CultureInfo.InvariantCulture);

    private static long Microseconds(Timestamp time) => time.Nanoseconds / 1000;

    private long Time(string field) =>
        (DateTime.Parse(fields[field], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).Ticks - DateTime.UnixEpoch.Ticks) / 10;

    /// <summary>Text stands in quotation marks, lists in brackets with | between.</summary>
    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        bool quoted = false;
        int from = 0;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') quoted = !quoted;
            if (i < line.Length && (quoted || line[i] != ',')) continue;
            cells.Add(line[from..i]);
            from = i + 1;
        }

        return cells;
    }
}
