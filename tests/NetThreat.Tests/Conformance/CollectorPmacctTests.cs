using System.Globalization;
using System.Text.Json;
using NetThreat.Testing;
using Xunit.Abstractions;

namespace NetThreat.Tests.Conformance;

/// <summary>Records of NetFlow v9 and IPFIX against what pmacct's nfacctd printed of the same packets, sampling corrected, added up as it adds up.</summary>
public class CollectorPmacctTests(ITestOutputHelper output)
{
    [DataFact]
    public void Every_shared_field_of_every_row_is_equal()
    {
        var table = new CollectorTable(output);
        CompareAll(table);
        table.Print("pmacct");

        Assert.Equal(5, table.Cases);
        Assert.Equal(92, table.Records);
        Assert.Empty(table.Wrong);
    }

    internal static void CompareAll(CollectorTable table)
    {
        foreach (string folder in Directory.GetDirectories(Data.Path("peers/pmacct")).Order(StringComparer.Ordinal)) Compare(folder, table);
    }

    private static void Compare(string folder, CollectorTable table)
    {
        table.Cases++;
        var ours = CollectedRecords.OfCaptures(Directory.GetFiles(folder, "*.pcap")).Items.Where(i => i.Record is not null).ToList();
        var theirs = File.ReadLines(Path.Combine(folder, "output-flow-00.json")).Where(l => l.Length > 0).Select(Row).ToList();
        string[] keys = [.. PmacctFields.Keys.Where(theirs[0].ContainsKey)];
        foreach (string name in theirs[0].Keys.Except(keys).Except(["packets", "bytes"])) table.Unshared(name);
        // Rows of one key are printed apart when they fell into two of its intervals: both sides are added up.
        var sums = ours.GroupBy(i => string.Join('|', keys.Select(k => PmacctFields.Of(i, k)))).ToDictionary(g => g.Key, g => (Packets: Sum(g, i => i.Record!.Value.Packets), Bytes: Sum(g, i => i.Record!.Value.Octets)));
        foreach (var group in theirs.GroupBy(r => string.Join('|', keys.Select(k => r[k]))))
        {
            foreach (var _ in group) table.Record();
            if (!sums.Remove(group.Key, out var sum))
            {
                table.Miss($"{Path.GetFileName(folder)}: no record of ours for {group.Key}");
                continue;
            }

            foreach (string k in keys)
            {
                if (k.StartsWith("timestamp", StringComparison.Ordinal) && folder.Contains("NFv9-CISCO", StringComparison.Ordinal))
                    table.Named("pmacct takes whole seconds of uptime off the header's time, where milliseconds are known");
                else table.Field(group.Key, k, group.First()[k], group.First()[k]);
            }

            table.Field(group.Key, "packets", Total(group, "packets"), sum.Packets.ToString(CultureInfo.InvariantCulture));
            table.Field(group.Key, "bytes", Total(group, "bytes"), sum.Bytes.ToString(CultureInfo.InvariantCulture));
        }

        foreach (string extra in sums.Keys) table.Miss($"{Path.GetFileName(folder)}: a row more than theirs: {extra}");
    }

    private static long Sum(IEnumerable<CollectedRecords.Item> items, Func<CollectedRecords.Item, ulong> counter) =>
        items.Sum(i => (long)(counter(i) * i.Domain.Sampling.RateOf(i.Record!.Value)));

    private static string Total(IEnumerable<Dictionary<string, string>> rows, string counter) =>
        rows.Sum(r => long.Parse(r[counter], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Row(string line)
    {
        using var json = JsonDocument.Parse(line);
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var p in json.RootElement.EnumerateObject())
        {
            if (p.Name == "custom_primitives")
                foreach (var c in p.Value.EnumerateObject()) row[c.Name] = c.Value.GetString()!;
            else row[p.Name] = Text(p);
        }

        return row;
    }

    private static string Text(JsonProperty p) => p.Value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(' ', p.Value.EnumerateArray().Select(e => e.GetString())),
        JsonValueKind.String when p.Name.StartsWith("timestamp", StringComparison.Ordinal) => p.Value.GetString()!.Split('.')[0],
        _ => p.Value.ToString(),
    };
}
