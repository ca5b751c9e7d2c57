using NetThreat.Learning.Forests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Tests.Learning.Boosting;

namespace NetThreat.Tests.Learning.Explanations;

/// <summary>What the forests explain adds up to what they give.</summary>
public class ForestExplanations
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Of_random_forests_are_probabilities(int classes)
    {
        var data = BoostingSamples.Table(600, 6, classes, 1);
        Adds(new RandomForestTrainer { Trees = 8 }.Fit(data, FitContext.Default), data, score => score);
        Adds(new ExtraTreesTrainer { Trees = 8 }.Fit(data, FitContext.Default), data, score => score);
    }

    [Fact]
    public void Of_isolation_forests_are_path_lengths_turned_around()
    {
        var data = BoostingSamples.Table(600, 6, 2, 2);
        var model = (IsolationForestModel)new IsolationForestTrainer { Trees = 20 }.Fit(data, FitContext.Default);
        double unit = AveragePathLength.Of(model.SampleSize);
        Adds(model, data, score => Math.Log2(score) * unit);

        // A value far outside makes the row less normal: its contribution is positive.
        float[] row = [0, 0, 0, 40, 0, 0];
        var contributions = new double[6];
        model.Explain(row, 0, contributions);
        Assert.Equal(3, Array.IndexOf(contributions, contributions.Max()));
    }

    private static void Adds(IRowModel model, TrainingData data, Func<double, double> explained)
    {
        var explainable = Assert.IsType<IExplainable>(model, exactMatch: false);
        var (scores, contributions) = (new double[model.Outputs], new double[data.Columns.Count]);
        for (int i = 0; i < 40; i++)
        {
            model.Score(data.Features.Slice(i, 1), scores);
            for (int k = 0; k < model.Outputs; k++)
                Assert.Equal(explained(scores[k]), explainable.Explain(data.Features[i], k, contributions) + contributions.Sum(), 1e-9);
        }
    }
}
