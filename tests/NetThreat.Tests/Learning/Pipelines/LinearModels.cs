using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Pipelines;

/// <summary>The sum of a row, each column its own contribution: the smallest model with known explanations.</summary>
internal sealed class SumModel(ColumnSet columns) : IExplainable, IAnomalyModel
{
    public string Kind => "sum";

    public ColumnSet Columns => columns;

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public string ExplainedOutput => "score";

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        for (int r = 0; r < rows.Count; r++)
        {
            scores[r] = 0;
            foreach (float v in rows[r]) scores[r] += v;
        }
    }

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        for (int c = 0; c < row.Length; c++) contributions[c] = row[c];
        return 0;
    }

    public void Save(ModelWriter writer)
    {
    }
}

internal sealed record SumTrainer : IRowTrainer
{
    public string Kind => "sum";

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        InputCheck.Fit(data, handlesMissing: false, needsLabels: false);
        return new SumModel(data.Columns);
    }
}

/// <summary>Two classes by the sign of the sum of all values of a row, or of all steps of a sequence.</summary>
internal sealed class SignModel(ColumnSet columns, int steps) : IClassifier, ISequenceClassifier
{
    public string Kind => "sign";

    public ColumnSet Columns => columns;

    public int Outputs => 2;

    public int Steps => steps;

    public bool HandlesMissing => false;

    public ImmutableArray<string> Classes => ["normal", "attack"];

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        for (int r = 0; r < rows.Count; r++) Write(rows[r], scores.Slice(2 * r, 2));
    }

    public void Score(Sequences sequences, Span<double> scores)
    {
        for (int i = 0; i < sequences.Count; i++) Write(sequences[i][..(sequences.Lengths[i] * sequences.Width)], scores.Slice(2 * i, 2));
    }

    public void Save(ModelWriter writer)
    {
    }

    private static void Write(ReadOnlySpan<float> values, Span<double> scores)
    {
        double sum = 0;
        foreach (float v in values) sum += v;
        scores[1] = 1 / (1 + Math.Exp(-sum));
        scores[0] = 1 - scores[1];
    }
}

internal sealed record SignTrainer : IRowTrainer, ISequenceTrainer
{
    public string Kind => "sign";

    public bool NeedsLabels => true;

    public ulong Seed { get; init; }

    public IRowModel Fit(TrainingData data, FitContext context) => new SignModel(data.Columns, 1);

    public ISequenceModel Fit(SequenceData data, FitContext context) => new SignModel(data.Columns, data.Inputs.Steps);
}
