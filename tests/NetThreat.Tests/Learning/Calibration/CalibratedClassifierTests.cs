using System.Collections.Immutable;
using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Calibration;
using NetThreat.Learning.Evaluation;
using NetThreat.Learning.Metrics;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Tests.Learning.Pipelines;

namespace NetThreat.Tests.Learning.Calibration;

public sealed class CalibratedClassifierTests
{
    private static readonly EvaluationOptions Quick = new() { Bootstrap = new Bootstrap { Replicates = 2 } };

    [Theory]
    [InlineData(CalibrationKind.Isotonic)]
    [InlineData(CalibrationKind.Sigmoid)]
    public void Probabilities_of_two_classes_mean_what_they_say(CalibrationKind method)
    {
        // SignModel says 1 / (1 + exp(-x)), the truth is 1 / (1 + exp(-x / 3)): far too sure.
        var (train, test) = (Rows(6000, 1), Rows(6000, 2));
        var plain = new SignTrainer().Fit(train, FitContext.Default);
        var model = new CalibratedTrainer(new SignTrainer()) { Method = method }.Fit(train, FitContext.Default);
        EvaluationReport before = EvaluationReport.Of(ScoredRows.Of(plain, test), Quick), after = EvaluationReport.Of(ScoredRows.Of(model, test), Quick);
        Assert.True(before.Probabilities!.ExpectedError > 0.1);
        Assert.True(after.Probabilities!.ExpectedError <= 0.03, $"{after.Probabilities.ExpectedError}");
        Assert.True(after.Probabilities.LogLoss < before.Probabilities.LogLoss);
    }

    [Fact]
    public void Probabilities_of_several_classes_sum_to_one_and_mean_what_they_say()
    {
        var (train, test) = (Drawn(5000, 3), Drawn(5000, 4));
        var model = new CalibratedTrainer(new SharpTrainer()).Fit(train, FitContext.Default);
        var scored = ScoredRows.Of(model, test);
        for (int r = 0; r < 5000; r++) Assert.Equal(1, scored.Outputs.AsSpan(3 * r, 3).ToArray().Sum(), 12);
        double before = EvaluationReport.Of(ScoredRows.Of(new SharpModel(train), test), Quick).Probabilities!.ExpectedError;
        double after = EvaluationReport.Of(scored, Quick).Probabilities!.ExpectedError;
        Assert.True(before > 0.1 && after <= 0.03, $"before {before}, after {after}");
    }

    [Fact]
    public void Saved_it_gives_the_same_bits_and_scoring_allocates_nothing()
    {
        var train = Three(300, 5);
        var model = (CalibratedClassifier)new CalibratedTrainer(new GradientBoostingTrainer { Trees = 5 }).Fit(train, FitContext.Default);
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        stream.Position = 0;
        var read = Assert.IsType<CalibratedClassifier>(ModelFile.Read(stream), exactMatch: false);
        Assert.Equal(model is IExplainable, read is IExplainable);
        double[] scores = new double[900], again = new double[900];
        model.Score(train.Features.All, scores);
        read.Score(train.Features.All, again);
        Assert.Equal(scores, again);
        long before = GC.GetAllocatedBytesForCurrentThread();
        read.Score(train.Features.All, again);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Fitted_classifiers_are_calibrated_on_rows_that_were_held_out()
    {
        var (heldOut, test) = (Rows(3000, 6), Rows(3000, 7));
        var model = CalibratedClassifier.Fit(new SignModel(ColumnSet.Numbered(1), 1), heldOut, CalibrationKind.Isotonic);
        Assert.True(EvaluationReport.Of(ScoredRows.Of(model, test), Quick).Probabilities!.ExpectedError <= 0.03);
        var other = new TrainingData(heldOut.Features) { Labels = heldOut.Labels, Classes = ["normal", "worm"] };
        Assert.Contains("'worm'", Assert.Throws<LearningException>(() => CalibratedClassifier.Fit(new SignModel(ColumnSet.Numbered(1), 1), other, CalibrationKind.Isotonic)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classifiers_of_sequences_are_calibrated_alike()
    {
        var (heldOut, test) = (Sequences(Rows(3000, 8)), Sequences(Rows(3000, 9)));
        var model = CalibratedSequenceClassifier.Fit(new SignModel(ColumnSet.Numbered(1), 1), heldOut, CalibrationKind.Sigmoid);
        var scored = ScoredRows.Of(model, test);
        Assert.True(EvaluationReport.Of(scored, Quick).Probabilities!.ExpectedError <= 0.03);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Score(test.Inputs, scored.Outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_calibrated_classifier_of_sequences_survives_its_file()
    {
        var data = Sequences(Rows(60, 10));
        var network = new SequenceClassifierTrainer { Encoder = SequenceEncoder.Gru, Units = 2, Epochs = 1 }.Fit(data, FitContext.Default);
        var model = CalibratedSequenceClassifier.Fit((ISequenceClassifier)network, data, CalibrationKind.Isotonic);
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        var bytes = stream.ToArray();
        var read = Assert.IsType<CalibratedSequenceClassifier>(ModelFile.Read(new MemoryStream(bytes)));
        Assert.Equal(ScoredRows.Of(model, data).Outputs, ScoredRows.Of(read, data).Outputs);
        for (int length = 1; length < bytes.Length; length += 29) Assert.Throws<LearningException>(() => ModelFile.Read(new MemoryStream(bytes[..length])));
    }

    [Fact]
    public void What_is_no_classifier_is_refused() =>
        Assert.Contains("no classifier", Assert.Throws<LearningException>(() => new CalibratedTrainer(new SumTrainer()).Fit(Rows(50, 1), FitContext.Default)).Message, StringComparison.Ordinal);

    private static SequenceData Sequences(TrainingData rows) =>
        new(new Sequences(rows.Features.Values, [.. rows.Labels!.Select(_ => 1)], 1, 1), rows.Columns, rows.Labels, [.. rows.Classes]);

    private static TrainingData Rows(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        float[] x = [.. Enumerable.Range(0, count).Select(_ => (float)(8 * random.NextDouble() - 4))];
        return new TrainingData(new Matrix(x, count, 1)) { Labels = [.. x.Select(v => random.NextDouble() < 1 / (1 + Math.Exp(-v / 3)) ? 1 : 0)], Classes = ["normal", "attack"] };
    }

    /// <summary>Rows that hold the true probabilities of their classes.</summary>
    private static TrainingData Drawn(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var rows = new Matrix(count, 3);
        var labels = new int[count];
        for (int r = 0; r < count; r++)
        {
            var p = rows[r];
            for (int c = 0; c < 3; c++) p[c] = (float)random.NextDouble();
            float sum = p[0] + p[1] + p[2], draw = (float)random.NextDouble();
            for (int c = 0; c < 3; c++) p[c] /= sum;
            labels[r] = draw < p[0] ? 0 : draw < p[0] + p[1] ? 1 : 2;
        }
        return new TrainingData(rows) { Labels = labels, Classes = ImmutableArray.Create("benign", "scan", "flood") };
    }

    private sealed record SharpTrainer : IRowTrainer
    {
        public string Kind => "sharp";

        public bool NeedsLabels => true;

        public ulong Seed { get; init; }

        public IRowModel Fit(TrainingData data, FitContext context) => new SharpModel(data);
    }

    /// <summary>Says the cubes of the probabilities in the row: far too sure.</summary>
    private sealed class SharpModel(TrainingData data) : IClassifier
    {
        public string Kind => "sharp";

        public ColumnSet Columns => data.Columns;

        public int Outputs => 3;

        public bool HandlesMissing => false;

        public ImmutableArray<string> Classes => data.Classes;

        public void Score(Rows rows, Span<double> scores)
        {
            for (int r = 0; r < rows.Count; r++)
            {
                double sum = 0;
                for (int c = 0; c < 3; c++) sum += scores[3 * r + c] = Math.Pow(rows[r][c], 3);
                for (int c = 0; c < 3; c++) scores[3 * r + c] /= sum;
            }
        }

        public void Save(ModelWriter writer)
        {
        }
    }

    private static TrainingData Three(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var rows = new Matrix(count, 4);
        var labels = new int[count];
        for (int r = 0; r < count; r++)
        {
            labels[r] = random.Next(3);
            for (int c = 0; c < 4; c++) rows[r][c] = (float)(random.NextDouble() * 3 + (c == labels[r] ? 1 : 0));
        }
        return new TrainingData(rows) { Labels = labels, Classes = ImmutableArray.Create("benign", "scan", "flood") };
    }
}
