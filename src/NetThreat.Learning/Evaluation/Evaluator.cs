using NetThreat.Learning.Metrics;

namespace NetThreat.Learning.Evaluation;

/// <summary>Makes one report.</summary>
internal sealed class Evaluator
{
    private readonly ScoredRows _rows;
    private readonly EvaluationOptions _options;
    private readonly bool[] _attacks;
    private readonly double[] _scores;
    private readonly ScoreRanking _ranking;
    private readonly OperatingPoint[] _atRates;
    private readonly int[]? _labels, _predicted;

    public Evaluator(ScoredRows rows, EvaluationOptions options)
    {
        rows.Check();
        if (options.Rates.Count == 0 || options.CurvePoints < 2) throw new LearningException("an evaluation needs a false-positive rate, and two points for a curve");
        (_rows, _options, _attacks, _scores) = (rows, options, rows.Attacks(), rows.AttackScores());
        _ranking = new ScoreRanking(_scores, _attacks);
        var points = _ranking.Points();
        _atRates = [.. options.Rates.Select(rate => points.Last(p => !(p.FalsePositiveRate > rate)))];
        _labels = rows.ModelClasses.IsEmpty ? null : rows.ModelLabels();
        _predicted = _labels is null ? null : MultiClassRanking.Predicted(rows.Outputs, Classes);
    }

    private int Classes => _rows.ModelClasses.Length;

    private bool Defined => _ranking.Positives > 0 && _ranking.Negatives > 0;

    public EvaluationReport Report()
    {
        var intervals = _options.Bootstrap.Estimate(_rows.Labels, 2 + _atRates.Length + 5, Compute);
        double flagged = _options.Threshold ?? _atRates[^1].Threshold;
        return new EvaluationReport
        {
            Rows = _rows.Labels.Length,
            Attacks = _ranking.Positives,
            Benign = _rows.Classes[BenignClass.Of(_rows.Classes)],
            Ranking = new RankingReport(Estimate.Of(intervals[0]), Estimate.Of(intervals[1]), [.. _atRates.Select((p, i) => AtRate(i, p, intervals[2 + i]))]),
            Decisions = _options.Threshold is { } threshold ? Decisions(threshold, intervals.AsSpan(2 + _atRates.Length)) : null,
            Classification = Classification(intervals[^1]),
            Probabilities = Probabilities(),
            Classes = [.. Enumerable.Range(0, _rows.Classes.Length).Where(c => _rows.Labels.Contains(c)).Select(Class)],
            Groups = _rows.Groups is { } groups ? new GroupMetrics(_attacks, [.. _scores.Select(s => s >= flagged)], groups).Groups : [],
            Curve = Curve(),
        };
    }

    /// <summary>All numbers with an interval, from the same draw of rows.</summary>
    private void Compute(ReadOnlySpan<int> times, Span<double> values)
    {
        values[0] = _ranking.RocAuc(times);
        values[1] = _ranking.AveragePrecision(times);
        for (int i = 0; i < _atRates.Length; i++) values[2 + i] = _ranking.DetectionRateAt(_options.Rates[i], times);
        var rest = values[(2 + _atRates.Length)..];
        rest.Fill(double.NaN);
        if (_options.Threshold is { } threshold)
        {
            var matrix = Matrix(threshold, times);
            (rest[0], rest[1], rest[2], rest[3]) = (matrix.Recall(1), matrix.Support(0) == 0 ? double.NaN : 1 - matrix.Recall(0), matrix.Precision(1), matrix.F1(1));
        }
        if (_labels is not null) rest[4] = new ConfusionMatrix(_labels, _predicted, Classes, times).F1(Averaging.Macro);
    }

    private ConfusionMatrix Matrix(double threshold, ReadOnlySpan<int> times)
    {
        var (actual, flagged) = (new int[_scores.Length], new int[_scores.Length]);
        for (int r = 0; r < _scores.Length; r++) (actual[r], flagged[r]) = (_attacks[r] ? 1 : 0, _scores[r] >= threshold ? 1 : 0);
        return new ConfusionMatrix(actual, flagged, 2, times);
    }

    private DetectionAtRate AtRate(int i, OperatingPoint point, Interval detection) =>
        new(_options.Rates[i], Estimate.Of(detection), Estimate.Defined(point.FalsePositiveRate), Estimate.Defined(point.Threshold));

    private DecisionReport Decisions(double threshold, ReadOnlySpan<Interval> i) =>
        new(threshold, Estimate.Of(i[0]), Estimate.Of(i[1]), Estimate.Of(i[2]), Estimate.Of(i[3]), Matrix(threshold, default).Matthews);

    private ClassificationReport? Classification(Interval macroF1)
    {
        if (_labels is null) return null;
        var m = new ConfusionMatrix(_labels, _predicted, Classes);
        var places = Enumerable.Range(0, Classes);
        return new ClassificationReport(
            [.. _rows.ModelClasses], m.Accuracy, m.BalancedAccuracy, Estimate.Of(macroF1), m.F1(Averaging.Weighted), m.Matthews, Estimate.Defined(m.Kappa),
            [.. places.Select(t => (IReadOnlyList<long>)[.. places.Select(p => m[t, p])])]);
    }

    private ProbabilityReport? Probabilities()
    {
        if (_labels is null) return null;
        bool two = Classes == 2;
        var bins = two
            ? new ReliabilityBins(MultiClassRanking.Column(_rows.Outputs, 2, 1), MultiClassRanking.Is(_labels, 1))
            : new ReliabilityBins([.. _predicted!.Select((p, r) => _rows.Outputs[r * Classes + p])], [.. _predicted!.Select((p, r) => p == _labels[r])]);
        double brier = two ? ProbabilityMetrics.Brier(MultiClassRanking.Column(_rows.Outputs, 2, 1), MultiClassRanking.Is(_labels, 1)) : ProbabilityMetrics.Brier(_rows.Outputs, Classes, _labels);
        return new ProbabilityReport(
            ProbabilityMetrics.LogLoss(_rows.Outputs, Classes, _labels), brier, bins.ExpectedError, bins.MaximumError,
            [.. bins.Bins.ToArray().Select(b => new BinReport(b.From, b.To, b.Rows, Estimate.Defined(b.MeanProbability), Estimate.Defined(b.PositiveRate)))]);
    }

    private ClassReport Class(int label)
    {
        int rows = _rows.Labels.Count(l => l == label);
        double threshold = _atRates[^1].Threshold;
        double? detected = Defined ? _rows.Labels.Where((l, r) => l == label && _scores[r] >= threshold).Count() / (double)rows : null;
        int c = _labels is null ? -1 : _rows.ModelClasses.IndexOf(_rows.Classes[label]);
        if (c < 0) return new ClassReport(_rows.Classes[label], rows, detected, null, null, null, null, null);
        var m = new ConfusionMatrix(_labels, _predicted, Classes);
        double auc = MultiClassRanking.RocAuc(_rows.Outputs, Classes, _labels, c);
        double error = new ReliabilityBins(MultiClassRanking.Column(_rows.Outputs, Classes, c), MultiClassRanking.Is(_labels, c)).ExpectedError;
        return new ClassReport(_rows.Classes[label], rows, detected, m.Recall(c), m.Precision(c), m.F1(c), Estimate.Defined(auc), error);
    }

    /// <summary>Both ends, and between them the points nearest to even steps along the curve, dense where false-positive rates are low.</summary>
    private List<CurvePoint> Curve()
    {
        var points = _ranking.Points();
        var kept = new List<CurvePoint>();
        int last = -1;
        for (int i = 0; i < Math.Min(_options.CurvePoints, points.Count); i++)
        {
            int at = points.Count <= _options.CurvePoints ? i : Math.Max(last + 1, Way(points, i / (double)(_options.CurvePoints - 1)));
            if (at >= points.Count) break;
            last = at;
            var p = points[at];
            kept.Add(new CurvePoint(Estimate.Defined(p.Threshold), Estimate.Defined(p.FalsePositiveRate), Estimate.Defined(p.TruePositiveRate), p.Precision));
        }
        return kept;
    }

    /// <summary>The first point whose way (log-stretched false-positive rate and detection rate, each half) reaches a share.</summary>
    private static int Way(IReadOnlyList<OperatingPoint> points, double share)
    {
        int low = 0, high = points.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Along(points[middle]) >= share) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private static double Along(OperatingPoint p)
    {
        double fpr = double.IsNaN(p.FalsePositiveRate) ? 0 : p.FalsePositiveRate, tpr = double.IsNaN(p.TruePositiveRate) ? 0 : p.TruePositiveRate;
        return (Math.Log(1 + 1000 * fpr) / Math.Log(1001) + tpr) / 2;
    }
}
