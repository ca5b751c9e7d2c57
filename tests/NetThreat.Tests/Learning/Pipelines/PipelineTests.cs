using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Models;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Pipelines;

public sealed class PipelineTests
{
    private static readonly ColumnSet Raw = new([new("bytes"), new Column("proto") { Categories = ["tcp", "udp"] }, new("rtt")]);

    [Fact]
    public void It_reads_the_raw_columns_and_is_what_its_model_is()
    {
        var model = Fit(new SumTrainer(), "fill-median,standard,one-hot", Table());
        Assert.Same(Raw, model.Columns);
        Assert.IsType<IAnomalyModel>(model, exactMatch: false);
        Assert.IsType<IExplainable>(model, exactMatch: false);
        var classifier = Fit(new SignTrainer(), "standard", Table(missing: false));
        Assert.Equal(["normal", "attack"], Assert.IsType<IClassifier>(classifier, exactMatch: false).Classes.AsEnumerable());
        Assert.False(classifier is IExplainable or IAnomalyModel);
    }

    [Fact]
    public void One_hot_columns_explain_the_column_that_they_are_made_of()
    {
        var rows = Table();
        var model = Fit(new SumTrainer(), "fill-median-indicator,standard,one-hot", rows);
        Span<double> contributions = stackalloc double[3];
        Span<double> score = stackalloc double[1];
        for (int r = 0; r < rows.Rows; r++)
        {
            double baseline = ((IExplainable)model).Explain(rows[r], 0, contributions);
            model.Score(new Rows(rows[r], 3), score);
            Assert.Equal(score[0], baseline + contributions[0] + contributions[1] + contributions[2], 5);
            Assert.Equal(1, contributions[1]);
        }
    }

    [Fact]
    public void Batch_equals_row_by_row()
    {
        var rows = Table(count: 20_000);
        var model = Fit(new SumTrainer(), "fill-median,quantile,one-hot", rows);
        var scores = new double[rows.Rows];
        model.Score(rows.All, scores);
        var one = new double[1];
        for (int r = 0; r < rows.Rows; r += 97)
        {
            model.Score(rows.Slice(r, 1), one);
            Assert.Equal(scores[r], one[0]);
        }
        model.Score(new Rows([], 3), []);
    }

    [Fact]
    public void Scoring_and_explaining_allocate_nothing()
    {
        var rows = Table(count: 3000);
        var model = Fit(new SumTrainer(), "fill-median,normal,one-hot", rows);
        double[] scores = new double[rows.Rows], one = new double[1], contributions = new double[3];
        Score();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Score();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Score()
        {
            model.Score(rows.All, scores);
            model.Score(rows.Slice(5, 1), one);
            ((IExplainable)model).Explain(rows[5], 0, contributions);
        }
    }

    [Fact]
    public void Missing_values_are_refused_by_raw_row_and_column_unless_they_are_filled()
    {
        var rows = Table(missing: false);
        var model = Fit(new SumTrainer(), "standard,one-hot", rows);
        Assert.False(model.HandlesMissing);
        var scores = new double[2];
        model.Score(new Rows([1, float.NaN, 2, 1, -1, 2], 3), scores);
        var refused = Assert.Throws<LearningException>(() => model.Score(new Rows([1, 0, 2, 1, 0, float.NaN], 3), scores));
        Assert.Contains("row 2, column 'rtt' is NaN", refused.Message, StringComparison.Ordinal);
        Assert.Contains("infinite", Assert.Throws<LearningException>(() => model.Score(new Rows([1, 0, 2, float.PositiveInfinity, 0, 1], 3), scores)).Message, StringComparison.Ordinal);

        var filling = Fit(new SumTrainer(), "fill-zero,one-hot", rows);
        Assert.True(filling.HandlesMissing);
        filling.Score(new Rows([float.NaN, float.NaN, float.NaN], 3), scores.AsSpan(0, 1));
        Assert.Equal(0, scores[0]);
    }

    [Fact]
    public void Rows_of_another_width_are_refused()
    {
        var model = Fit(new SumTrainer(), "standard,one-hot", Table(missing: false));
        Assert.Throws<LearningException>(() => model.Score(new Rows([1, 2], 2), new double[1]));
        Assert.Throws<LearningException>(() => model.Score(new Rows([1, 0, 2], 3), new double[2]));
    }

    [Fact]
    public void Pipelines_within_pipelines_beyond_any_use_are_refused()
    {
        using var stream = new MemoryStream();
        var writer = new ModelWriter(stream);
        for (int i = 0; i < 100; i++)
        {
            writer.Write(PipelineModel.Name);
            writer.Write(ColumnSet.Of("a"));
            writer.Write(0);
        }
        var refused = Assert.Throws<LearningException>(() => ModelFile.Read(new ModelReader(stream.ToArray())));
        Assert.Contains("within each other", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_of_sequences_are_transformed_and_padding_shapes_nothing()
    {
        var (sequences, columns) = Sequences(77);
        var trainer = new SequencePipelineTrainer(StepNames.Parse("fill-median,standard,one-hot"), new SignTrainer());
        var model = Assert.IsType<ISequenceClassifier>(trainer.Fit(new SequenceData(sequences, columns, [.. Enumerable.Range(0, 77).Select(i => i % 2)], ["normal", "attack"]), FitContext.Default), exactMatch: false);
        var scores = new double[77 * 2];
        model.Score(sequences, scores);

        // What lies in the padding changes nothing, neither in the fit nor in the score.
        for (int i = 0; i < sequences.Count; i++) sequences[i][(sequences.Lengths[i] * 3)..].Fill(float.NaN);
        var again = trainer.Fit(new SequenceData(sequences, columns, [.. Enumerable.Range(0, 77).Select(i => i % 2)], ["normal", "attack"]), FitContext.Default);
        var other = new double[77 * 2];
        again.Score(sequences, other);
        Assert.Equal(scores, other);

        var one = new double[2];
        for (int i = 0; i < 77; i += 13)
        {
            var alone = new Sequences([.. sequences[i]], [sequences.Lengths[i]], 4, 3);
            model.Score(alone, one);
            Assert.Equal(scores[2 * i], one[0]);
        }
    }

    [Fact]
    public void Missing_values_of_sequences_are_refused_by_sequence_step_and_column()
    {
        var (sequences, columns) = Sequences(8);
        var data = new SequenceData(sequences, columns, [.. Enumerable.Range(0, 8).Select(i => i % 2)], ["normal", "attack"]);
        var model = new SequencePipelineTrainer([new MissingFilling { Columns = ["rtt"] }, new OneHotEncoding()], new SignTrainer()).Fit(data, FitContext.Default);
        sequences[3, 2][1] = float.NaN;
        model.Score(sequences, new double[16]);
        sequences[3, 2][0] = float.NaN;
        Assert.Contains("sequence 4, step 3, column 'bytes' is NaN", Assert.Throws<LearningException>(() => model.Score(sequences, new double[16])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scoring_sequences_allocates_nothing()
    {
        var (sequences, columns) = Sequences(50);
        var model = new SequencePipelineTrainer(StepNames.Parse("fill-median,standard"), new SignTrainer()).Fit(new SequenceData(sequences, columns, [.. Enumerable.Range(0, 50).Select(i => i % 2)], ["normal", "attack"]), FitContext.Default);
        var scores = new double[100];
        model.Score(sequences, scores);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Score(sequences, scores);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static PipelineModel Fit(IRowTrainer trainer, string steps, Matrix rows) =>
        (PipelineModel)new PipelineTrainer(StepNames.Parse(steps), trainer).Fit(new TrainingData(rows, Raw) { Labels = [.. Enumerable.Range(0, rows.Rows).Select(r => r % 2)], Classes = ["normal", "attack"] }, FitContext.Default);

    private static Matrix Table(int count = 100, bool missing = true)
    {
        var random = new Xoshiro256(9);
        var rows = new Matrix(count, 3);
        for (int r = 0; r < count; r++)
        {
            rows[r][0] = (float)(random.NextDouble() * 1000);
            rows[r][1] = random.Next(2);
            rows[r][2] = missing && r % 5 == 0 ? float.NaN : (float)random.NextDouble();
        }
        return rows;
    }

    private static (Sequences Sequences, ColumnSet Columns) Sequences(int count)
    {
        var rows = Table(count * 4);
        var sequences = new Sequences(rows.Values, [.. Enumerable.Range(0, count).Select(i => 1 + i % 4)], 4, 3);
        return (sequences, Raw);
    }
}
