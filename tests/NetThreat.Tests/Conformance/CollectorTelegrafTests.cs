using NetThreat.Testing;
using Xunit.Abstractions;

namespace NetThreat.Tests.Conformance;

/// <summary>Records of NetFlow, IPFIX and sFlow field by field against telegraf's netflow input.</summary>
public class CollectorTelegrafTests(ITestOutputHelper output)
{
    [DataFact]
    public void Every_shared_field_of_every_record_is_equal()
    {
        var table = new CollectorTable(output);
        CompareAll(table);
        table.Print("telegraf");

        Assert.Equal(7, table.Cases);
        Assert.Equal(59, table.Records);
        Assert.InRange(table.Equal, 1050, 2000);
        Assert.Empty(table.Wrong);
    }

    internal static void CompareAll(CollectorTable table)
    {
        foreach (string folder in Directory.GetDirectories(Data.Path("peers/telegraf-netflow")).Order(StringComparer.Ordinal)) Compare(folder, table);
    }

    private static void Compare(string folder, CollectorTable table)
    {
        table.Cases++;
        string name = Path.GetFileName(folder);
        var ours = CollectedRecords.Of(Directory.GetFiles(folder, "*.bin").Order(StringComparer.Ordinal)).Items;
        var theirs = File.ReadLines(Path.Combine(folder, "expected.out")).Where(l => l.Length > 0).Select(Line).ToList();
        var left = new List<CollectedRecords.Item>(ours);
        foreach (var their in theirs)
        {
            table.Record();
            var best = left.Where(i => i.Options == their.Options).MaxBy(i => their.Fields.Count(f => TelegrafFields.Of(i, f.Key) == f.Value));
            if (best is null)
            {
                table.Miss($"{name}: no record of ours is left for {string.Join(' ', their.Fields)}");
                continue;
            }

            left.Remove(best);
            foreach (var (field, value) in their.Fields)
            {
                if (Quirk(name, field) is { } reason) table.Named(reason);
                else if (TelegrafFields.Of(best, field) is { } own) table.Field(name, field, value, own);
                else table.Unshared(field);
            }
        }

        foreach (var extra in left.Where(i => i.Record is not null)) table.Miss($"{name}: a record more than theirs: {extra.Record!.Value.Source} {extra.Record!.Value.Destination}");
    }

    /// <summary>Where telegraf tells something else than the element says, and why.</summary>
    private static string? Quirk(string folder, string field) => (folder, field) switch
    {
        ("netflow_v9_options", "in_bytes") => "telegraf reads scope 1 (system) as element 1 (octetDeltaCount); RFC 3954 section 6.1 numbers scopes by themselves",
        _ => null,
    };

    /// <summary>Influx line protocol: measurement and tags, fields, and a time that is of no matter.</summary>
    private static (bool Options, Dictionary<string, string> Fields) Line(string line)
    {
        int at = line.IndexOf(' ', StringComparison.Ordinal);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        bool quoted = false;
        int from = at + 1;
        for (int i = from; i <= line.Length; i++)
        {
            char c = i < line.Length ? line[i] : ' ';
            if (c == '"') quoted = !quoted;
            if (quoted || c is not (',' or ' ')) continue;
            string[] pair = line[from..i].Split('=', 2);
            fields[pair[0]] = pair[1].EndsWith('u') && pair[1][0] != '"' ? pair[1][..^1] : pair[1].Trim('"');
            from = i + 1;
            if (c == ' ') break;
        }

        return (line.StartsWith("netflow_options", StringComparison.Ordinal), fields);
    }
}
