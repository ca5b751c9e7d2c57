using NetThreat.Core.Flows;
using NetThreat.Core.Scores;
using NetThreat.Learning;
using NetThreat.Learning.Models;
using NetThreat.Learning.Serving;

namespace NetThreat.Detection.Scoring;

/// <summary>The models that score flows in this process, in the order of their names. Immutable; safe for any number of threads.</summary>
public sealed class ActiveModels : IFlowScorer
{
    private const int MaxOutputs = 256, MaxColumns = 4096;
    private readonly BoundModel[] _rows;
    private readonly HashSet<string> _reports;
    private readonly FeatureSchema _schema;
    private readonly int _columns, _outputs;

    /// <param name="schema">The feature schema of the records to come.</param>
    /// <param name="reports">Says of a model whether findings may rest on it; the others only support what else is found. Null: all do.</param>
    /// <exception cref="LearningException">A model does not fit the schema, or there are more than a score can hold.</exception>
    public ActiveModels(IEnumerable<ServedModel> models, FeatureSchema schema, Func<ServedModel, bool>? reports = null)
    {
        _schema = schema;
        Served = [.. models.OrderBy(m => m.Manifest.Name, StringComparer.Ordinal)];
        _reports = [.. Served.Where(m => reports is null || reports(m)).Select(m => m.Manifest.Id())];
        ReportsUnusual = Served.Any(m => !m.IsClassifier && Reports(m));
        ReportsAttacks = Served.Any(m => m.IsClassifier && Reports(m));
        if (Served.Count > FlowScore.MaxParts) throw new LearningException($"{Served.Count} models are active, at most {FlowScore.MaxParts} can be: name fewer in Models:Active");
        _rows = [.. Served.Where(m => m.Model is IRowModel).Select(m => new BoundModel(m, schema) { IsWeighed = IsWeighed(m) })];
        foreach (var m in _rows)
            if (m.Size.Columns > MaxColumns || m.Size.Outputs > MaxOutputs) throw new LearningException($"model {m.Name} has {m.Size.Columns} columns and {m.Size.Outputs} outputs: at most {MaxColumns} and {MaxOutputs} can be scored");
        Sequences(1);
        SmallestPValue = Smallest();
        _columns = _rows.Select(m => m.Size.Columns).DefaultIfEmpty(1).Max();
        _outputs = _rows.Select(m => m.Size.Outputs).DefaultIfEmpty(1).Max();
    }

    public static ActiveModels None { get; } = new([], new FeatureSchema(0, []));

    public IReadOnlyList<ServedModel> Served { get; }

    public IReadOnlyList<string> Models => [.. Served.Select(m => m.Manifest.Id())];

    /// <summary>Findings may rest on an anomaly model.</summary>
    internal bool ReportsUnusual { get; }

    /// <summary>
    /// The level that every p-value of the anomaly models can reach: with n calibration rows none is below 1 / (n + 1), and a model trained on few flows
    /// would otherwise never speak.
    /// </summary>
    internal double SmallestPValue { get; }

    /// <summary>Findings may rest on a classifier.</summary>
    internal bool ReportsAttacks { get; }

    /// <summary>A model that counts scores flows one by one.</summary>
    internal bool ScoresRows => _rows.Any(m => m.IsWeighed);

    /// <summary>Scorers of sequences, each with windows of its own: one set for each partition.</summary>
    internal SequenceScoring[] Sequences(int maxKeys) => [.. Served.Where(m => m.Model is ISequenceModel && IsWeighed(m)).Select(m => new SequenceScoring(m, _schema, maxKeys))];

    internal ServedModel Classifier(int index) => _rows[index].Model;

    private double Smallest()
    {
        double[] together = [.. _rows.Where(m => m.IsWeighed && !m.Model.IsClassifier).Select(m => m.Model.PValue(double.MaxValue))];
        double[] alone = [.. Served.Where(m => m.Model is ISequenceModel && !m.IsClassifier && IsWeighed(m)).Select(m => m.PValue(double.MaxValue))];
        return alone.Append(together.Length == 0 ? 0 : CauchyCombination.Of(together)).Max();
    }

    private bool Reports(ServedModel model) => _reports.Contains(model.Manifest.Id());

    /// <summary>Next to models on which findings rest the others of their task do not count: a calibration for another network would spoil theirs.</summary>
    private bool IsWeighed(ServedModel model) => Reports(model) || !(model.IsClassifier ? ReportsAttacks : ReportsUnusual);

    /// <summary>Scores the flow with every model that counts and can, without allocating.</summary>
    internal FlowVerdict Score(ReadOnlySpan<double> features) => Score(features, null);

    /// <inheritdoc/>
    public FlowScore? Explain(FlowRecord record)
    {
        if (record.Features is not { } features) return null;
        var parts = new List<ModelScore>();
        var verdict = Score(features, parts);
        return parts.Count == 0 ? null : new(record.Id, verdict.Anomaly, verdict.Attack, parts);
    }

    /// <param name="parts">Takes every model's score in words, those that do not count included; null where nobody asks.</param>
    private FlowVerdict Score(ReadOnlySpan<double> features, List<ModelScore>? parts)
    {
        Span<float> row = stackalloc float[_columns];
        Span<double> outputs = stackalloc double[_outputs], pValues = stackalloc double[FlowScore.MaxParts];
        int anomalies = 0, classifier = -1, likeliest = -1;
        double attack = double.NaN;
        for (int i = 0; i < _rows.Length; i++)
        {
            var m = _rows[i];
            var (columns, count) = m.Size;
            var mine = outputs[..count];
            if ((!m.IsWeighed && parts is null) || !m.TryScore(features, row[..columns], mine)) continue;
            parts?.Add(m.Explain(row[..columns], mine));
            if (!m.IsWeighed) continue;
            if (!m.Model.IsClassifier) pValues[anomalies++] = m.Model.PValue(m.Model.Raw(mine));
            else if (m.Model.LikeliestAttack(mine) is var at and >= 0 && !(mine[at] <= attack)) (attack, classifier, likeliest) = (mine[at], i, at);
        }
        return new(CauchyCombination.Of(pValues[..anomalies]), attack, classifier, likeliest);
    }
}
