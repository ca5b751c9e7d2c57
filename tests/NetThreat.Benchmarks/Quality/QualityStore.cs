using System.Text.Json;
using NetThreat.Testing;

namespace NetThreat.Benchmarks.Quality;

/// <summary>
/// The figures behind docs/learning-results.md, in docs/learning-results.json: a run of one task replaces its own row and leaves the others.
/// </summary>
internal static class QualityStore
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, IndentSize = 1 };

    private sealed record Figure(string Name, double Value);

    private sealed record Seed(Figure[] Metrics, Figure[] Recall);

    private static string PathOf(string extension) => Path.Combine(Data.Repository, "docs", "learning-results." + extension);

    /// <summary>Keeps the rows measured and writes the page from all that are kept.</summary>
    public static void Write(IEnumerable<QualityRow> measured)
    {
        // Several runs may measure different tasks at once.
        using var turn = Lock();
        var kept = Read();
        foreach (var row in measured.Where(r => r.Results.Count > 0)) kept[row.Task.Name] = [.. row.Results.Select(ToSeed)];
        File.WriteAllText(PathOf("json"), JsonSerializer.Serialize(kept, Format) + "\n");
        var rows = QualityTable.Tasks().Where(t => kept.ContainsKey(t.Name)).Select(t => new QualityRow(t, [.. kept[t.Name].Select(FromSeed)])).ToList();
        File.WriteAllText(PathOf("md"), QualityReport.Write(rows));
    }

    private static FileStream Lock()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Path.GetTempPath(), "netthreat-quality.lock"), options);
            }
            catch (IOException)
            {
                Thread.Sleep(50);
            }
        }
    }

    private static SortedDictionary<string, Seed[]> Read() =>
        File.Exists(PathOf("json")) ? JsonSerializer.Deserialize<SortedDictionary<string, Seed[]>>(File.ReadAllText(PathOf("json")))! : [];

    private static Seed ToSeed(SeedResult result) =>
        new([.. result.Metrics.Select(m => new Figure(m.Metric, Math.Round(m.Value, 6)))], [.. result.Recall.Select(r => new Figure(r.Class, Math.Round(r.Recall, 4)))]);

    private static SeedResult FromSeed(Seed seed) => new([.. seed.Metrics.Select(m => (m.Name, m.Value))], [.. seed.Recall.Select(r => (r.Name, r.Value))]);
}
