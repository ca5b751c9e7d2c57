using NetThreat.Core.Randomness;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Conformance;

/// <summary>An estimator of sequences: 24 sequences of up to 5 steps of 3 columns in two classes, one of which climbs.</summary>
internal sealed class SequenceEstimator : Estimator
{
    private const int Count = 24, Steps = 5, Width = 3;

    private readonly ISequenceTrainer _trainer;
    private readonly Lazy<IModel> _model;
    private readonly Sequences _sequences = Sample(1);

    public SequenceEstimator(string name, ISequenceTrainer trainer)
        : base(name)
    {
        _trainer = trainer;
        _model = new(() => Fit(trainer, FitContext.Default));
    }

    public override ITrainer Trainer => _trainer;

    public override IModel Model => _model.Value;

    public override IModel Fit(ITrainer trainer, FitContext context, bool other = false) => ((ISequenceTrainer)trainer).Fit(Data(other ? Sample(2) : _sequences), context);

    public override IModel FitFirst(ITrainer trainer, int count) => ((ISequenceTrainer)trainer).Fit(Data(First(_sequences, 0, count)), FitContext.Default);

    public override IModel FitWith(ITrainer trainer, int row, int column, float value) => ((ISequenceTrainer)trainer).Fit(Data(With(row, column, value)), FitContext.Default);

    public override double[] Score(IModel model, int batch = int.MaxValue)
    {
        var scores = new double[Count * model.Outputs];
        for (int start = 0; start < Count;)
        {
            int count = Math.Min(batch, Count - start);
            ((ISequenceModel)model).Score(First(_sequences, start, count), scores.AsSpan(start * model.Outputs, count * model.Outputs));
            start += count;
        }
        return scores;
    }

    public override double[] ScoreWith(IModel model, int row, int column, float value)
    {
        var scores = new double[Count * model.Outputs];
        ((ISequenceModel)model).Score(With(row, column, value), scores);
        return scores;
    }

    public override void ScoreWrongly(IModel model, bool tooWide)
    {
        if (tooWide) ((ISequenceModel)model).Score(new Sequences(1, Steps, Width + 1), new double[model.Outputs]);
        else ((ISequenceModel)model).Score(First(_sequences, 0, 2), new double[model.Outputs]);
    }

    public override void ScoreNone(IModel model) => ((ISequenceModel)model).Score(new Sequences(0, Steps, Width), []);

    public override long Allocated(IModel model)
    {
        var scores = new double[Count * model.Outputs];
        return Measure(() => ((ISequenceModel)model).Score(_sequences, scores));
    }

    /// <summary>Scores of the usual sequences with other values where they have already ended.</summary>
    public double[] ScoreWithOtherPadding(IModel model)
    {
        var sequences = Sample(1);
        for (int i = 0; i < Count; i++) sequences[i][(sequences.Lengths[i] * Width)..].Fill(i % 2 == 0 ? 77 : float.NaN);
        var scores = new double[Count * model.Outputs];
        ((ISequenceModel)model).Score(sequences, scores);
        return scores;
    }

    /// <summary>Scores one sequence of a length that no model reads.</summary>
    public static void ScoreLength(IModel model, int steps, int length) =>
        ((ISequenceModel)model).Score(new Sequences(new float[steps * Width], [length], steps, Width), new double[model.Outputs]);

    private static Sequences Sample(ulong seed)
    {
        var random = new Xoshiro256(seed);
        var sequences = new Sequences(Count, Steps, Width);
        for (int i = 0; i < Count; i++)
        {
            sequences.Lengths[i] = 2 + i % (Steps - 1);
            for (int step = 0; step < Steps; step++)
            {
                for (int c = 0; c < Width; c++) sequences[i, step][c] = (float)(SampleTables.Normal(random) * 0.3 + (i % 2) * step);
            }
        }
        return sequences;
    }

    private static Sequences First(Sequences all, int start, int count) =>
        new([.. all.Values.AsSpan(start * Steps * Width, count * Steps * Width)], [.. all.Lengths.AsSpan(start, count)], Steps, Width);

    private static Sequences With(int row, int column, float value)
    {
        var sequences = Sample(1);
        sequences[row, 0][column] = value;
        return sequences;
    }

    private static SequenceData Data(Sequences sequences) =>
        new(sequences, ColumnSet.Of("first", "second", "third"), [.. Enumerable.Range(0, sequences.Count).Select(i => i % 2)], ["benign", "climb"]);
}
