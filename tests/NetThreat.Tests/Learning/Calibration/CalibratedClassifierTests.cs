using System.Collections.Immutable;
using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Calibration;
using NetThreat.Learning.Evaluation;
using NetThreat.Learning.Metrics;
using NetThreat.Learning.Models;
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
        // The sigmoid sees probabilities, not log-odds, and is only nearly of the right form.
        Assert.True(after.Probabilities!.ExpectedError <= 0.03, $"{after.Probabilities.ExpectedError}");
        Assert.True(after.Probabilities.LogLoss < before.Probabilities.LogLoss);
    }

    [Fact]
    public void Probabilities_of_several_classes_sum_to_one_and_mean_what_they_say()
    {
        var (train, test) = (Three(4000, 3), Three(4000, 4));
        var trainer = new GradientBoostingTrainer { Trees = 40, LearningRate = 0.4f };
        var model = new CalibratedTrainer(trainer).Fit(train, FitContext.Default);
        var scored = ScoredRows.Of(model, test);
        for (int r = 0; r < 4000; r++) Assert.Equal(1, scored.Outputs.AsSpan(3 * r, 3).ToArray().Sum(), 12);
        double before = EvaluationReport.Of(ScoredRows.Of(trainer.Fit(train, FitContext.Default), test), Quick).Probabilities!.ExpectedError;
        double after = EvaluationReport.Of(scored, Quick).Probabilities!.ExpectedError;
        Assert.True(after <= 0.03 && after < before, $"before {before}, after {after}");
    }

    [Fact]
    public void Saved_it_gives_the_same_bits_and_scoring_allocates_nothing()
    {
        var train = Three(600, 5);
        var model = (CalibratedClassifier)new CalibratedTrainer(new GradientBoostingTrainer { Trees = 5 }).Fit(train, FitContext.Default);
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        stream.Position = 0;
        var read = Assert.IsType<CalibratedClassifier>(ModelFile.Read(stream), exactMatch: false);
        Assert.Equal(model is IExplainable, read is IExplainable);
        double[] scores = new double[1800], again = new double[1800];
        model.Score(train.Features.All, scores);
        read.Score(train.Features.All, again);
        Assert.Equal(scores, again);
        long before = GC.GetAllocatedBytesForCurrentThread();
        read.Score(train.Features.All, again);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_is_no_classifier_is_refused() =>
        Assert.Contains("no classifier", Assert.Throws<LearningException>(() => new CalibratedTrainer(new SumTrainer()).Fit(Rows(50, 1), FitContext.Default)).Message, StringComparison.Ordinal);

    private static TrainingData Rows(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        float[] x = [.. Enumerable.Range(0, count).Select(_ => (float)(8 * random.NextDouble() - 4))];
        return new TrainingData(new Matrix(x, count, 1)) { Labels = [.. x.Select(v => random.NextDouble() < 1 / (1 + Math.Exp(-v / 3)) ? 1 : 0)], Classes = ["normal", "attack"] };
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
