using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Forests.Growing;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Streaming;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Learning.Trees;

namespace NetThreat.Tests.Learning.Forests;

public class ForestTraining
{
    public static TheoryData<IRowTrainer> Trainers => new()
    {
        new IsolationForestTrainer { Trees = 20 },
        new ExtendedIsolationForestTrainer { Trees = 20 },
        new ExtendedIsolationForestTrainer { Trees = 20, ExtensionLevel = 1 },
        new RandomForestTrainer { Trees = 9 },
        new RandomForestTrainer { Trees = 9, BalanceClasses = true, MinLeaf = 5, MaxColumns = 6, Bootstrap = false },
        new ExtraTreesTrainer { Trees = 9 },
        new ExtraTreesTrainer { Trees = 9, MinLeaf = 3, Bootstrap = true },
        new HalfSpaceTreesTrainer { Window = 300 },
    };

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Threads_make_no_difference_and_files_hold_the_model(IRowTrainer trainer)
    {
        var data = ForestSamples.Classes(1500, 3);
        var one = Saved(trainer.Fit(data, new FitContext { Threads = 1 }));
        Assert.Equal(one, Saved(trainer.Fit(data, new FitContext { Threads = 5 })));
        var read = (IRowModel)ModelFile.Read(new MemoryStream(one));
        Assert.Equal(trainer.Kind, read.Kind);
        Assert.Equal(one, Saved(read));
        Assert.Equal(Scores(trainer.Fit(data, FitContext.Default), data.Features.All), Scores(read, data.Features.All));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_batch_is_its_rows_and_allocates_nothing(IRowTrainer trainer)
    {
        var data = ForestSamples.Classes(700, 2);
        var model = trainer.Fit(data, FitContext.Default);
        var all = Scores(model, data.Features.All);
        var one = new double[model.Outputs];
        for (int r = 0; r < 100; r++)
        {
            model.Score(data.Features.Slice(r, 1), one);
            Assert.Equal(all[(r * one.Length)..((r + 1) * one.Length)], one);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Score(data.Features.All, all);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Another_seed_is_another_forest()
    {
        var data = ForestSamples.Classes(300, 2);
        foreach (IRowTrainer[] pair in (IRowTrainer[][])
        [
            [new IsolationForestTrainer { Trees = 5 }, new IsolationForestTrainer { Trees = 5, Seed = 2 }],
            [new ExtendedIsolationForestTrainer { Trees = 5 }, new ExtendedIsolationForestTrainer { Trees = 5, Seed = 2 }],
            [new RandomForestTrainer { Trees = 5 }, new RandomForestTrainer { Trees = 5, Seed = 2 }],
            [new ExtraTreesTrainer { Trees = 5 }, new ExtraTreesTrainer { Trees = 5, Seed = 2 }],
        ])
            Assert.NotEqual(Saved(pair[0].Fit(data, FitContext.Default)), Saved(pair[1].Fit(data, FitContext.Default)));
    }

    [Fact]
    public void A_fit_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var data = ForestSamples.Classes(300, 2);
        foreach (int threads in (int[])[1, 3])
            Assert.ThrowsAny<OperationCanceledException>(() => new RandomForestTrainer().Fit(data, new FitContext { Threads = threads, Cancelled = source.Token }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Classes_are_told_apart_on_rows_never_seen(bool extra)
    {
        IRowTrainer trainer = extra ? new ExtraTreesTrainer { Trees = 40, MaxColumns = 4 } : new RandomForestTrainer { Trees = 40, MaxColumns = 4 };
        var model = trainer.Fit(ForestSamples.Classes(3000, 3), new FitContext { Threads = 2 });
        var test = ForestSamples.Classes(1000, 3, seed: 2);
        var scores = Scores(model, test.Features.All);
        int right = 0;
        for (int r = 0; r < 1000; r++)
        {
            var row = scores.AsSpan(r * 3, 3);
            Assert.Equal(1, row[0] + row[1] + row[2], 1e-12);
            right += row[test.Labels![r]] >= Math.Max(row[0], Math.Max(row[1], row[2])) ? 1 : 0;
        }
        Assert.True(right > 900, $"{right} of 1000 are right");
    }

    [Fact]
    public void Rows_three_times_make_the_same_tree()
    {
        var data = ForestSamples.Classes(2000, 2);
        // Rounded, so that values tie.
        for (int i = 0; i < data.Features.Values.Length; i++) data.Features.Values[i] = MathF.Round(data.Features.Values[i] * 40);
        int[] once = [.. Enumerable.Range(0, 500)];
        var trainer = new RandomForestTrainer { Trees = 1, Bootstrap = false, MaxColumns = 6, MaxDepth = 3 };
        var (few, many) = (Ensemble(trainer, data.Take(once)), Ensemble(trainer, data.Take([.. once, .. once, .. once])));
        Assert.Equal(few.Feature.ToArray(), many.Feature.ToArray());
        Assert.Equal(few.Threshold.ToArray(), many.Threshold.ToArray());
        Assert.Equal(few.Cover.ToArray().Select(c => c * 3), many.Cover.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 3)]
    [InlineData(1024, 1)]
    [InlineData(5000, 1)]
    [InlineData(5000, 1e-30)]
    [InlineData(5000, 1e37)]
    public void Values_are_ordered_with_their_numbers(int count, double scale)
    {
        var random = new Xoshiro256(6);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => random.Chance(0.1) ? -0f : (float)((random.Next(40) - 20 + (random.Chance(0.5) ? random.NextDouble() : 0)) * scale))];
        var keys = values.Select(ValueOrder.Key).ToArray();
        var sorted = ValueOrder.Sort(keys, new ulong[count]).ToArray();
        Assert.Equal(Enumerable.Range(0, count).OrderBy(i => values[i]), sorted.Select(ValueOrder.Number));
        for (int i = 1; i < count; i++) Assert.Equal(values[ValueOrder.Number(sorted[i - 1])] == values[ValueOrder.Number(sorted[i])], ValueOrder.SameValue(sorted[i - 1], sorted[i]));
    }

    [Fact]
    public void A_weight_of_two_is_a_row_twice()
    {
        var data = ForestSamples.Classes(200, 2);
        int[] all = [.. Enumerable.Range(0, 200)], twice = [.. all.SelectMany(r => r % 3 == 0 ? (int[])[r, r] : [r])];
        var weighted = new TrainingData(data.Features, data.Columns) { Labels = data.Labels, Classes = data.Classes, Weights = [.. all.Select(r => r % 3 == 0 ? 2f : 1f)] };
        var trainer = new RandomForestTrainer { Trees = 1, Bootstrap = false, MaxColumns = 6 };
        var (a, b) = (Ensemble(trainer, weighted), Ensemble(trainer, data.Take(twice)));
        Assert.Equal(a.Feature.ToArray(), b.Feature.ToArray());
        Assert.Equal(a.Threshold.ToArray(), b.Threshold.ToArray());
        Assert.Equal(a.Cover.ToArray(), b.Cover.ToArray());
    }

    [Fact]
    public void Rows_of_weight_zero_are_not_there()
    {
        var data = ForestSamples.Classes(300, 2);
        var weighted = new TrainingData(data.Features, data.Columns) { Labels = data.Labels, Classes = data.Classes, Weights = [.. Enumerable.Range(0, 300).Select(r => r < 200 ? 1f : 0f)] };
        var trainer = new ExtraTreesTrainer { Trees = 3 };
        Assert.Equal(Saved(trainer.Fit(data.Take([.. Enumerable.Range(0, 200)]), FitContext.Default)), Saved(trainer.Fit(weighted, FitContext.Default)));
    }

    [Fact]
    public void Balanced_classes_count_the_same_in_the_root()
    {
        var data = ForestSamples.Classes(900, 3);
        var trees = Ensemble(new RandomForestTrainer { Trees = 1, Bootstrap = false, BalanceClasses = true, MaxDepth = 1 }, data);
        var shares = new double[3];
        for (int node = 1; node < trees.Nodes; node++)
        {
            for (int c = 0; c < 3; c++) shares[c] += trees.Cover[node] * trees.LeafValues(node)[c];
        }
        Assert.All(shares, s => Assert.Equal(300, s, 1e-3));
    }

    [Fact]
    public void Least_rows_of_a_leaf_and_greatest_depth_are_kept()
    {
        foreach (IRowTrainer trainer in (IRowTrainer[])[new RandomForestTrainer { Trees = 5, MinLeaf = 20, MaxDepth = 4, Bootstrap = false }, new ExtraTreesTrainer { Trees = 5, MinLeaf = 20, MaxDepth = 4 }])
        {
            var trees = Ensemble(trainer, ForestSamples.Classes(1000, 2));
            Assert.InRange(trees.Depth, 2, 4);
            for (int node = 0; node < trees.Nodes; node++) Assert.True(trees.Cover[node] >= 20);
        }
    }

    [Fact]
    public void Wrong_class_weights_are_refused()
    {
        var error = Assert.Throws<LearningException>(() => new RandomForestTrainer { ClassWeights = [1, 2, 3] }.Fit(ForestSamples.Classes(100, 2), FitContext.Default));
        Assert.Contains("class weights", error.Message, StringComparison.Ordinal);
    }

    private static TreeEnsemble Ensemble(IRowTrainer trainer, TrainingData data) => ((DecisionForestModel)trainer.Fit(data, FitContext.Default)).Ensemble;

    private static double[] Scores(IRowModel model, Rows rows)
    {
        var scores = new double[rows.Count * model.Outputs];
        model.Score(rows, scores);
        return scores;
    }

    private static byte[] Saved(IModel model)
    {
        var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        return stream.ToArray();
    }
}
