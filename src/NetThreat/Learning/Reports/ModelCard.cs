using System.Globalization;
using System.Text;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Reports;

/// <summary>What a person should know before trusting a model, as Markdown: from the manifest alone, so that it cannot say something else.</summary>
internal static class ModelCard
{
    public const string File = "card.md";

    /// <param name="limits">Where the model does not transfer, one sentence each.</param>
    /// <param name="plots">Files beside the card.</param>
    public static string Render(ModelManifest m, IEnumerable<string> limits, IEnumerable<string> plots)
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"# {m.Id()}\n\n{(m.Summary.Length > 0 ? m.Summary + "\n\n" : "")}");
        card.Append(CultureInfo.InvariantCulture, $"A model of the kind `{m.Kind}` for {Task(m.Task)}, written by {m.WrittenBy}.\n");
        Trainer(card, m);
        Data(card, m);
        Columns(card, m);
        Metrics(card, m);
        Scores(card, m);
        card.Append("\n## Where it does not transfer\n\n");
        foreach (var limit in limits) card.Append(CultureInfo.InvariantCulture, $"- {limit}\n");
        var files = plots.Order(StringComparer.Ordinal).ToList();
        if (files.Count > 0) card.Append("\n## Figures\n\nOn the rows that were held out.\n\n");
        foreach (var plot in files) card.Append(CultureInfo.InvariantCulture, $"![{Path.GetFileNameWithoutExtension(plot)}]({plot})\n");
        return card.ToString();
    }

    private static void Trainer(StringBuilder card, ModelManifest m)
    {
        if (m.Trainer is not { } t) return;
        card.Append(CultureInfo.InvariantCulture, $"\n## How it was trained\n\nAlgorithm `{t.Algorithm}`, seed {t.Seed}, preprocessing `{t.Scaling ?? "none"}`.\n\n| parameter | value |\n|---|---|\n");
        foreach (var (name, value) in t.Parameters) card.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
    }

    private static void Data(StringBuilder card, ModelManifest m)
    {
        if (m.Data is not { } d) return;
        card.Append(CultureInfo.InvariantCulture, $"\n## What it was trained on\n\n{d.Rows} rows; {d.HeldOut} more were held out ({d.Split}).\n\n| source | rows | licence |\n|---|---|---|\n");
        foreach (var source in d.Sources) card.Append(CultureInfo.InvariantCulture, $"| {Cell(source.Name)} | {source.Rows} | {Cell(source.Licence ?? "not said")} |\n");
        if (d.Labels.Count > 0) card.Append("\n| label | rows |\n|---|---|\n");
        foreach (var (label, rows) in d.Labels) card.Append(CultureInfo.InvariantCulture, $"| {Cell(label)} | {rows} |\n");
        card.Append(CultureInfo.InvariantCulture, $"\nSHA-256 of the table: `{d.Sha256}`.\n");
    }

    private static void Columns(StringBuilder card, ModelManifest m)
    {
        string steps = m.Sequence is { } s ? $", as steps of sequences ({Kind(s.Kind)}, {s.MinSteps} to {s.Steps} steps)" : "";
        card.Append(CultureInfo.InvariantCulture, $"\n## What it reads\n\n{m.Features.Columns.Count} columns{(m.Features.Schema > 0 ? $" of feature schema {m.Features.Schema}" : "")}{steps}: ");
        card.AppendJoin(", ", m.Features.Columns.Select(c => $"`{Cell(c.Name)}`")).Append(".\n");
    }

    private static void Metrics(StringBuilder card, ModelManifest m)
    {
        if (m.Metrics.Count == 0) return;
        card.Append("\n## Metrics\n\nOn rows that were neither trained nor calibrated on, of the same sources: they say nothing about other networks.\n\n| metric | value |\n|---|---|\n");
        foreach (var (name, value) in m.Metrics) card.Append(CultureInfo.InvariantCulture, $"| {Cell(name)} | {value:0.####} |\n");
    }

    private static void Scores(StringBuilder card, ModelManifest m)
    {
        if (m.Calibration is not { } c) return;
        card.Append("\n## How to read its scores\n\n");
        if (c.Method == CalibrationMethod.Inside) card.Append("The outputs are probabilities of the classes ").AppendJoin(", ", m.Classes.Select(n => $"`{Cell(n)}`")).Append(". ");
        if (c.Scores.Count > 0) card.Append(CultureInfo.InvariantCulture, $"p-values are conformal, from {c.Rows} benign rows that were not trained on: p is the share of benign rows that score at least as high, never below {1.0 / (c.Rows + 1):0.#####}. ");
        card.Append('\n');
        if (m.Thresholds.Count == 0) return;
        card.Append("\n| false-positive rate | raw score |\n|---|---|\n");
        foreach (var t in m.Thresholds) card.Append(CultureInfo.InvariantCulture, $"| {t.FalsePositiveRate:0.#####} | {t.Score:0.######} |\n");
    }

    private static string Task(LearningTask task) => task switch
    {
        LearningTask.Anomaly => "finding what is unlike the training rows",
        LearningTask.Classification => "telling classes of rows apart",
        LearningTask.Sequence => "judging sequences of rows",
        _ => "grouping rows",
    };

    private static string Kind(SequenceKind kind) => kind switch
    {
        SequenceKind.Packets => "the first packets of a flow",
        SequenceKind.Host => "the last flows of an initiator",
        _ => "the last flows between two hosts",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
