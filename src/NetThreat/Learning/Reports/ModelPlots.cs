using NetThreat.Learning.Metrics;
using NetThreat.Learning.Plots;

namespace NetThreat.Learning.Reports;

/// <summary>The figures of a model on rows that were held out, by file name.</summary>
internal static class ModelPlots
{
    /// <summary>More points than a figure has columns show nothing more.</summary>
    private const int MaxPoints = 600, Bins = 40;

    public static IEnumerable<(string File, SvgPlot Plot)> Of(HeldOutScores scores)
    {
        yield return ("scores.svg", Histogram(scores));
        if (scores.HasBoth)
        {
            var points = new ScoreRanking(scores.Raw, scores.Positive).Points();
            yield return ("roc.svg", new("ROC", "false-positive rate", "detection rate",
                [new("", Thin([.. points.Select(p => (p.FalsePositiveRate, p.TruePositiveRate))])), new("chance", [(0, 0), (1, 1)], Dashed: true)]));
            yield return ("precision-recall.svg", new("Precision and recall", "recall", "precision", [new("", Thin([.. points.Skip(1).Select(p => (p.TruePositiveRate, p.Precision))]))]));
        }
        if (scores.Probabilities.Length > 0 && scores.Labels.Length > 0) yield return ("calibration.svg", Reliability(scores));
        else if (scores.PValues.Length > 0) yield return ("calibration.svg", PValues(scores));
    }

    private static SvgPlot Reliability(HeldOutScores scores)
    {
        var bins = new ReliabilityBins(ModelMetrics.Clamped(scores.Raw), scores.Positive);
        var points = new List<(double, double)>();
        foreach (var bin in bins.Bins)
            if (bin.Rows > 0) points.Add((bin.MeanProbability, bin.PositiveRate));
        return new("Calibration", "probability of an attack", "share of attacks", [new("", points), new("perfect", [(0, 0), (1, 1)], Dashed: true)]);
    }

    private static SvgPlot PValues(HeldOutScores scores)
    {
        double[] benign = [.. scores.PValues.Where((_, i) => scores.Labels.Length == 0 || !scores.Positive[i]).Order()];
        var points = benign.Select((p, i) => (p, (i + 1.0) / benign.Length)).ToList();
        return new("Calibration", "p-value", "share of benign rows at or below", [new("", Thin(points)), new("perfect", [(0, 0), (1, 1)], Dashed: true)]);
    }

    private static SvgPlot Histogram(HeldOutScores scores)
    {
        double low = scores.Raw.Min(), high = scores.Raw.Max();
        if (!(high > low)) high = low + 1;
        var series = new List<PlotSeries> { Shares(scores.Labels.Length == 0 ? "all" : "benign", scores.BenignRaw, low, high) };
        if (scores.Positive.Contains(true)) series.Add(Shares("attack", [.. scores.Raw.Where((_, i) => scores.Positive[i])], low, high));
        double top = series.Max(s => s.Points.Max(p => p.Y));
        return new("Scores", "raw score", "share of rows", series) { X = (low, high), Y = (0, top > 0 ? top : 1) };
    }

    private static PlotSeries Shares(string name, double[] values, double low, double high)
    {
        var counts = new int[Bins];
        foreach (double v in values) counts[Math.Clamp((int)((v - low) / (high - low) * Bins), 0, Bins - 1)]++;
        var points = counts.Select((n, i) => (low + (high - low) * i / Bins, values.Length == 0 ? 0 : (double)n / values.Length)).Append((high, 0)).ToList();
        return new(name, points, Bars: true);
    }

    private static List<(double X, double Y)> Thin(List<(double X, double Y)> points)
    {
        if (points.Count <= MaxPoints) return points;
        return [.. Enumerable.Range(0, MaxPoints).Select(i => points[(int)((long)i * (points.Count - 1) / (MaxPoints - 1))])];
    }
}
