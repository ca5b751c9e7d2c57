using NetThreat.Learning;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Boosting;

public class GradientBoostingTests
{
    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 15)]
    [InlineData(4, 0)]
    [InlineData(4, 15)]
    public void Any_number_of_threads_gives_the_same_bytes(int classes, int maxLeaves)
    {
        // More rows than one stretch of gradients and more columns than one block.
        var data = BoostingSamples.Table(9000, 21, classes, 1, missing: 0.05);
        var trainer = new GradientBoostingTrainer { Trees = 4, MaxDepth = 5, MaxLeaves = maxLeaves, RowShare = 0.8, ColumnShare = 0.7 };
        var one = BoostingSamples.Bytes(BoostingSamples.Fit(trainer, data));
        Assert.Equal(one, BoostingSamples.Bytes(BoostingSamples.Fit(trainer, data, threads: 2)));
        Assert.Equal(one, BoostingSamples.Bytes(BoostingSamples.Fit(trainer, data, threads: 5)));
        Assert.NotEqual(one, BoostingSamples.Bytes(BoostingSamples.Fit(trainer with { Seed = 2 }, data)));
    }

    [Fact]
    public void Leaf_by_leaf_with_room_for_all_leaves_is_the_whole_tree()
    {
        var data = BoostingSamples.Table(2000, 9, 2, 2, missing: 0.1);
        var whole = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 5, MaxDepth = 4 }, data);
        var byLeaf = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 5, MaxDepth = 4, MaxLeaves = 64 }, data);
        Assert.Equal(BoostingSamples.Scores(whole, data), BoostingSamples.Scores(byLeaf, data));
        var few = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 5, MaxDepth = 4, MaxLeaves = 6 }, data);
        Assert.Equal(30, few.Ensemble.Leaves);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 20)]
    [InlineData(3, 0)]
    public void The_model_gives_the_margins_that_the_run_grew_on(int classes, int maxLeaves)
    {
        // Thresholds between a node's values, rows that were drawn and rows that were not, missing values: all to the bit.
        var data = BoostingSamples.Table(3000, 5, classes, 3, missing: 0.1);
        var run = new BoostingRun(new GradientBoostingTrainer { Trees = 8, RowShare = 0.6, MaxBins = 16, MaxLeaves = maxLeaves }, data, null, FitContext.Default);
        var model = run.Run();
        int outputs = model.BaseMargins.Length;
        var margins = new double[3000 * outputs];
        model.Margins(data.Features.All, margins);
        for (int i = 0; i < margins.Length; i++) Assert.Equal(run.Margins[i % outputs][i / outputs], margins[i]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void More_rounds_fit_better_and_probabilities_sum_to_one(int classes)
    {
        var data = BoostingSamples.Table(3000, 6, classes, 4);
        var model = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 30 }, data);
        Assert.True(BoostingSamples.Loss(model, data) < 0.6 * Math.Log(classes), $"{BoostingSamples.Loss(model, data)}");
        foreach (double[] row in BoostingSamples.Scores(model, data).Chunk(classes)) Assert.Equal(1, row.Sum(), 1e-12);
    }

    [Fact]
    public void Early_stopping_keeps_the_best_round()
    {
        var (data, held) = (BoostingSamples.Table(400, 8, 2, 5), BoostingSamples.Table(400, 8, 2, 6));
        var trainer = new GradientBoostingTrainer { Trees = 300, MaxDepth = 4, LearningRate = 0.5, Patience = 5 };
        var model = trainer.Fit(data, held, FitContext.Default);
        int rounds = model.Ensemble.Trees;
        Assert.InRange(rounds, 2, 200);
        double best = BoostingSamples.Loss(model, held);
        for (int more = 1; more <= 5; more++) Assert.True(BoostingSamples.Loss(BoostingSamples.Fit(trainer with { Trees = rounds + more }, data), held) >= best);
        Assert.True(BoostingSamples.Loss(BoostingSamples.Fit(trainer with { Trees = rounds - 1 }, data), held) > best);
    }

    [Fact]
    public void A_validation_share_holds_out_rows_of_every_class_or_whole_groups()
    {
        var data = BoostingSamples.Table(1000, 4, 3, 7);
        var (train, held) = ValidationSplit.Of(data, 0.2, 1);
        Assert.Equal(Enumerable.Range(0, 1000), train.Concat(held).Order());
        for (int k = 0; k < 3; k++) Assert.Equal(0.2, (double)held.Count(i => data.Labels![i] == k) / data.Labels!.Count(l => l == k), 0.01);

        var grouped = new TrainingData(data.Features) { Labels = data.Labels, Classes = data.Classes, Groups = [.. Enumerable.Range(0, 1000).Select(i => i % 20)] };
        (train, held) = ValidationSplit.Of(grouped, 0.2, 1);
        Assert.Equal(4, held.Select(i => i % 20).Distinct().Count());
        Assert.Empty(train.Select(i => i % 20).Intersect(held.Select(i => i % 20)));

        var model = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 200, ValidationShare = 0.2, Patience = 3 }, data);
        Assert.InRange(model.Ensemble.Trees, 3, 3 * 199);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    public void Monotone_constraints_hold_everywhere(int maxLeaves)
    {
        var data = BoostingSamples.Table(3000, 4, 2, 8, missing: 0.05);
        var model = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 40, MaxLeaves = maxLeaves, Monotone = [1, -1, 0, 0] }, data);
        var free = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 40, MaxLeaves = maxLeaves }, data);
        Assert.Equal((0, true), (Falls(model, data, 0, 1), Falls(free, data, 0, 1) > 0));
        Assert.Equal((0, true), (Falls(model, data, 1, -1), Falls(free, data, 1, -1) > 0));
    }

    [Fact]
    public void Class_weights_are_row_weights_of_the_class()
    {
        var data = BoostingSamples.Table(1500, 4, 2, 9);
        var trainer = new GradientBoostingTrainer { Trees = 10 };
        var weighted = new TrainingData(data.Features) { Labels = data.Labels, Classes = data.Classes, Weights = [.. data.Labels!.Select(l => l == 1 ? 3f : 1f)] };
        Assert.Equal(BoostingSamples.Bytes(BoostingSamples.Fit(trainer, weighted)), BoostingSamples.Bytes(BoostingSamples.Fit(trainer with { ClassWeights = [1, 3] }, data)));

        var rare = BoostingSamples.Table(1500, 4, 2, 10);
        for (int i = 0; i < 1500; i++) if (i % 10 != 0) rare.Labels![i] = 0;
        double plain = Positives(BoostingSamples.Fit(trainer, rare), rare), balanced = Positives(BoostingSamples.Fit(trainer with { BalanceClasses = true }, rare), rare);
        Assert.True(balanced > 2 * plain, $"{plain} {balanced}");
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice()
    {
        var data = BoostingSamples.Table(600, 4, 2, 11);
        int[] twice = [.. Enumerable.Range(0, 600).SelectMany(i => i % 3 == 0 ? [i, i] : new[] { i })];
        var weighted = new TrainingData(data.Features) { Labels = data.Labels, Classes = data.Classes, Weights = [.. Enumerable.Range(0, 600).Select(i => i % 3 == 0 ? 2f : 1f)] };
        var trainer = new GradientBoostingTrainer { Trees = 5, MaxDepth = 3, MaxBins = 32 };
        var small = new TrainingData(Coarse(data.Features)) { Labels = data.Labels, Classes = data.Classes, Weights = weighted.Weights };
        var doubled = new TrainingData(small.Features) { Labels = data.Labels, Classes = data.Classes }.Take(twice);
        double[] a = BoostingSamples.Scores(BoostingSamples.Fit(trainer, small), small), b = BoostingSamples.Scores(BoostingSamples.Fit(trainer, doubled), small);
        for (int i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], 1e-5);
    }

    [Fact]
    public void Rows_of_weight_zero_are_not_there()
    {
        var data = BoostingSamples.Table(900, 4, 2, 12);
        int[] kept = [.. Enumerable.Range(0, 900).Where(i => i % 3 != 0)];
        var small = new TrainingData(Coarse(data.Features)) { Labels = data.Labels, Classes = data.Classes, Weights = [.. Enumerable.Range(0, 900).Select(i => i % 3 == 0 ? 0f : 1f)] };
        var trainer = new GradientBoostingTrainer { Trees = 5, MaxDepth = 3 };
        double[] a = BoostingSamples.Scores(BoostingSamples.Fit(trainer, small), small), b = BoostingSamples.Scores(BoostingSamples.Fit(trainer, small.Take(kept)), small);
        for (int i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], 1e-12);
    }

    [Fact]
    public void Missing_values_go_where_they_help()
    {
        // Class 1 is where the column is missing or high: only a learned direction can tell.
        var features = new Matrix(300, 1);
        var labels = new int[300];
        for (int i = 0; i < 300; i++) (features[i][0], labels[i]) = (i % 3) switch { 0 => (float.NaN, 1), 1 => (1f, 0), _ => (2f, 1) };
        var data = new TrainingData(features) { Labels = labels, Classes = ["no", "yes"] };
        var model = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 20, MaxDepth = 1 }, data);
        var scores = new double[6];
        model.Score(new Rows([float.NaN, 1, 2], 1), scores);
        Assert.True(scores[1] > 0.95 && scores[3] < 0.05 && scores[5] > 0.95, string.Join(' ', scores));

        // All that is there against all that is missing, at a column with one value.
        for (int i = 0; i < 300; i++) (features[i][0], labels[i]) = i % 2 == 0 ? (float.NaN, 1) : (5f, 0);
        model = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 20, MaxDepth = 1 }, data);
        model.Score(new Rows([float.NaN, 5, 1e30f], 1), scores);
        Assert.True(scores[1] > 0.95 && scores[3] < 0.05 && scores[5] < 0.05, string.Join(' ', scores));
    }

    [Fact]
    public void Scoring_allocates_nothing_and_a_row_alone_scores_as_in_a_batch()
    {
        var data = BoostingSamples.Table(500, 5, 3, 13, missing: 0.1);
        var model = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 10 }, data);
        var scores = BoostingSamples.Scores(model, data);
        var one = new double[3];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 500; i++)
        {
            model.Score(data.Features.Slice(i, 1), one);
            if (!one.AsSpan().SequenceEqual(scores.AsSpan(3 * i, 3))) throw new InvalidOperationException($"row {i} differs");
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_saved_model_scores_and_explains_the_same(int classes)
    {
        var data = BoostingSamples.Table(500, 5, classes, 14, missing: 0.1);
        var model = BoostingSamples.Fit(new GradientBoostingTrainer { Trees = 5 }, data);
        var bytes = BoostingSamples.Bytes(model);
        var read = Assert.IsType<GradientBoostingModel>(ModelFile.Read(new MemoryStream(bytes)));
        Assert.Equal(BoostingSamples.Scores(model, data), BoostingSamples.Scores(read, data));
        Assert.Equal(model.Gains.ToArray(), read.Gains.ToArray());
        var (margins, contributions, again) = (new double[model.BaseMargins.Length], new double[5], new double[5]);
        model.Margins(data.Features.Slice(7, 1), margins);
        for (int k = 0; k < classes; k++)
        {
            double explained = model.Explain(data.Features[7], k, contributions) + contributions.Sum();
            Assert.Equal(classes == 2 ? (k == 1 ? margins[0] : -margins[0]) : margins[k], explained, 1e-12);
            read.Explain(data.Features[7], k, again);
            Assert.Equal(contributions, again);
        }
        for (int cut = 0; cut < bytes.Length; cut += 97) Assert.Throws<LearningException>(() => ModelFile.Read(new MemoryStream(bytes[..cut])));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.25)]
    public void Parameters_come_back_from_their_texts(double? baseProbability)
    {
        var trainer = new GradientBoostingTrainer { Trees = 7, MaxLeaves = 9, BaseProbability = baseProbability, BalanceClasses = true };
        Assert.Equal(trainer, TrainerParameters.With(new GradientBoostingTrainer(), TrainerParameters.Values(trainer)));
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_by_name()
    {
        var data = BoostingSamples.Table(50, 3, 2, 15);
        Refused("learning-rate", new GradientBoostingTrainer { LearningRate = 0 }, data);
        Refused("monotone", new GradientBoostingTrainer { Monotone = [1] }, data);
        Refused("class weights", new GradientBoostingTrainer { ClassWeights = [1, 2, 3] }, data);
        Refused("base-probability", new GradientBoostingTrainer { BaseProbability = 0.5 }, BoostingSamples.Table(50, 3, 3, 16));
        Refused("two classes", new GradientBoostingTrainer { Monotone = [1, 0, 0] }, BoostingSamples.Table(50, 3, 3, 16));
        Refused("weight 0", new GradientBoostingTrainer { ClassWeights = [0, 0] }, data);
        Refused("validation-share", new GradientBoostingTrainer { ValidationShare = 0.01 }, data);
        var infinite = BoostingSamples.Table(50, 3, 2, 15);
        infinite.Features[4][2] = float.PositiveInfinity;
        Refused("row 5, column 'c2'", new GradientBoostingTrainer(), infinite);
    }

    private static void Refused(string word, GradientBoostingTrainer trainer, TrainingData data) =>
        Assert.Contains(word, Assert.Throws<LearningException>(() => trainer.Fit(data, FitContext.Default)).Message, StringComparison.OrdinalIgnoreCase);

    private static int Falls(GradientBoostingModel model, TrainingData data, int column, int direction)
    {
        int falls = 0;
        double[] margins = new double[1];
        for (int i = 0; i < 100; i++)
        {
            float[] row = [.. data.Features[i]];
            double last = double.NegativeInfinity;
            for (int step = -20; step <= 20; step++)
            {
                row[column] = direction * step / 8f;
                model.Margins(new Rows(row, row.Length), margins);
                if (margins[0] < last - 1e-12) falls++;
                last = margins[0];
            }
        }
        return falls;
    }

    private static double Positives(GradientBoostingModel model, TrainingData data) => BoostingSamples.Scores(model, data).Where((_, i) => i % 2 == 1).Sum();

    private static Matrix Coarse(Matrix features) => new(Array.ConvertAll(features.Values, x => MathF.Round(x * 4) / 4), features.Rows, features.Columns);
}
