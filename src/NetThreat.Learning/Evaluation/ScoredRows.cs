using System.Collections.Immutable;
using NetThreat.Learning.Metrics;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Evaluation;

/// <summary>What a model said of labelled rows (or sequences).</summary>
/// <param name="Outputs">The model's outputs, row after row: one score, or one probability per class of the model.</param>
/// <param name="ModelClasses">The model's classes; empty for an anomaly model, whose only output is a score.</param>
/// <param name="Labels">What every row is, as a place in <paramref name="Classes"/>.</param>
/// <param name="Classes">Names of what the rows are: one is benign (<see cref="BenignClass"/>), all others are attacks.</param>
public sealed record ScoredRows(double[] Outputs, ImmutableArray<string> ModelClasses, int[] Labels, ImmutableArray<string> Classes)
{
    /// <summary>The group of every row (capture, host, site), to compare groups; null where unknown.</summary>
    public string[]? Groups { get; init; }

    /// <summary>Scores the rows of a table with labels.</summary>
    /// <exception cref="LearningException">The table has other columns than the model, or no labels.</exception>
    public static ScoredRows Of(IRowModel model, TrainingData test)
    {
        model.Columns.Demand(test.Columns);
        if (test.Labels is not { } labels) throw new LearningException("the test rows have no labels: there is nothing to compare the scores with");
        var outputs = new double[test.Features.Rows * model.Outputs];
        model.Score(test.Features.All, outputs);
        return new ScoredRows(outputs, model is IClassifier classifier ? classifier.Classes : [], labels, test.Classes);
    }

    /// <inheritdoc cref="Of(IRowModel, TrainingData)"/>
    public static ScoredRows Of(ISequenceModel model, SequenceData test)
    {
        model.Columns.Demand(test.Columns);
        if (test.Labels is not { } labels) throw new LearningException("the test sequences have no labels: there is nothing to compare the scores with");
        var outputs = new double[test.Inputs.Count * model.Outputs];
        model.Score(test.Inputs, outputs);
        return new ScoredRows(outputs, model is ISequenceClassifier classifier ? classifier.Classes : [], labels, [.. test.Classes]);
    }

    /// <summary>Which rows are attacks.</summary>
    public bool[] Attacks()
    {
        int benign = BenignClass.Of(Classes);
        return [.. Labels.Select(l => l != benign)];
    }

    /// <summary>One number per row, the higher the less benign: the anomaly score, or one minus the probability of the benign class.</summary>
    public double[] AttackScores()
    {
        if (ModelClasses.IsEmpty) return Outputs;
        int benign = BenignClass.Of(ModelClasses);
        var scores = new double[Labels.Length];
        for (int r = 0; r < scores.Length; r++) scores[r] = 1 - Outputs[r * ModelClasses.Length + benign];
        return scores;
    }

    /// <summary>The labels as places in <see cref="ModelClasses"/>, or null where a row is of a class that the model does not know.</summary>
    public int[]? ModelLabels()
    {
        var places = Classes.Select(c => ModelClasses.IndexOf(c)).ToArray();
        return Array.TrueForAll(Labels, l => places[l] >= 0) ? [.. Labels.Select(l => places[l])] : null;
    }

    /// <exception cref="LearningException">Lengths do not belong together, or there is no row.</exception>
    internal void Check()
    {
        int outputs = Math.Max(1, ModelClasses.Length);
        if (Labels.Length == 0) throw new LearningException("no rows to evaluate on");
        if (Outputs.Length != Labels.Length * outputs) throw new LearningException($"{Outputs.Length} outputs for {Labels.Length} rows of {outputs}");
        if (Groups is { } groups && groups.Length != Labels.Length) throw new LearningException($"{groups.Length} groups for {Labels.Length} rows");
        int bad = Array.FindIndex(Labels, l => (uint)l >= (uint)Classes.Length);
        if (bad >= 0) throw new LearningException($"the label of row {bad + 1} is {Labels[bad]}: there are {Classes.Length} classes");
    }
}
