using System.Globalization;
using System.Text;

namespace NetThreat.Benchmarks.Quality;

/// <summary>Writes docs/learning-results.md.</summary>
internal static class QualityReport
{
    public static string Write(IReadOnlyList<QualityRow> rows)
    {
        var text = new StringBuilder();
        text.Append($"""
            # Detection quality on public data

            Written by `./netthreat bench quality` (`--task NAME` measures one row again, `--seeds N` with fewer seeds); do not edit.
            The figures are in learning-results.json. The seeds are 1, 2 … as many as a row says; values are mean ± standard deviation over the seeds. The data sets and their flaws: [data sets](datasets.md). Official splits where there are any; nothing is fitted to test rows. But methods were
            compared on the test rows of NSL-KDD, UNSW-NB15 and CIC-IDS2017 while they were sought, as each row says: such a figure is better than one on fresh data would be.
            Thresholds come from normal rows held out of training (95th, 99th percentile); "DR@FPR 1%" is the detection rate at the
            largest realised false-positive rate of the test rows that is not above 1 %.

            | task | goals | all goals | seeds |
            |---|---|---|---|

            """);
        foreach (var row in rows.Where(r => r.Task.Goals.Count > 0)) text.Append(CultureInfo.InvariantCulture, $"| {row.Task.Title} | {row.Verdict} | {(row.AllMet ? "met" : "**missed**")} | {string.Join(", ", Enumerable.Range(1, row.Results.Count))} |\n");
        foreach (var row in rows) Section(text, row);
        return text.ToString();
    }

    private static void Section(StringBuilder text, QualityRow row)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {row.Task.Title}\n\n- Task `{row.Task.Name}`.\n- Method: {row.Task.Method}.\n- Settings chosen: {row.Task.Choice}.\n");
        text.Append(CultureInfo.InvariantCulture, $"- Elsewhere: {row.Task.Reference}.\n\n| metric | mean ± sd | per seed |\n|---|---|---|\n");
        foreach (var metric in row.Metrics)
            text.Append(CultureInfo.InvariantCulture, $"| {metric} | {row.Shown(metric)} | {string.Join(", ", row.Results.Select(r => r[metric]!.Value.ToString("0.0000", CultureInfo.InvariantCulture)))} |\n");
        if (row.Results[0].Recall.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"\nRecall by class (test rows), mean over the seeds{row.Task.RecallNote}: ");
        text.AppendJoin(", ", row.Results[0].Recall.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"{c.Class} {row.Results.Average(r => r.Recall[i].Recall):0.000}"))).Append(".\n");
    }
}
