using NetThreat.Core.Randomness;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Streaming;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Forests;

/// <summary>What every way of isolating rows has to do.</summary>
public class IsolationProperties
{
    public static TheoryData<IRowTrainer> Trainers => new()
    {
        new IsolationForestTrainer(),
        new ExtendedIsolationForestTrainer(),
        new ExtendedIsolationForestTrainer { ExtensionLevel = 0 },
        new HalfSpaceTreesTrainer(),
    };

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Rows_far_from_the_others_score_highest(IRowTrainer trainer)
    {
        var table = ForestSamples.Cloud(1000, far: 10);
        var scores = new double[1000];
        trainer.Fit(new TrainingData(table), FitContext.Default).Score(table.All, scores);
        Assert.All(scores, s => Assert.InRange(s, 0, 1));
        Assert.True(scores[990..].Min() > scores[..990].Order().ElementAt(960), "a far row scores like a near one");
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Rows_that_are_all_alike_can_be_fitted(IRowTrainer trainer)
    {
        var table = new Matrix(50, 3);
        Array.Fill(table.Values, 7f);
        var scores = new double[50];
        trainer.Fit(new TrainingData(table), FitContext.Default).Score(table.All, scores);
        Assert.All(scores, s => Assert.Equal(scores[0], s));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Values_as_large_as_float32_goes_can_be_fitted(IRowTrainer trainer)
    {
        var random = new Xoshiro256(4);
        var table = new Matrix(60, 3);
        for (int i = 0; i < table.Values.Length; i++) table.Values[i] = (random.Chance(0.5) ? -1 : 1) * float.MaxValue * (float)random.NextDouble();
        var scores = new double[60];
        trainer.Fit(new TrainingData(table), FitContext.Default).Score(table.All, scores);
        Assert.All(scores, s => Assert.InRange(s, 0, 1));
    }

    [Fact]
    public void Samples_are_distinct_rows_each_as_likely_as_another()
    {
        var random = new Xoshiro256(1);
        var counts = new int[10];
        for (int i = 0; i < 10_000; i++)
        {
            var sample = RowSample.Without(10, 4, random);
            Assert.Equal(4, sample.Distinct().Count());
            foreach (int row in sample) counts[row]++;
        }
        // 4000 expected, standard deviation 49.
        Assert.All(counts, c => Assert.InRange(c, 3750, 4250));
        Assert.Equal(Enumerable.Range(0, 5), RowSample.Without(5, 5, random).Order());
    }

    [Fact]
    public void Trees_stop_at_the_height_limit()
    {
        var table = ForestSamples.Cloud(2000, far: 5);
        foreach (var (size, limit) in new[] { (2, 1), (64, 6), (65, 7), (256, 8), (257, 9) })
        {
            var forest = (IsolationForestModel)new IsolationForestTrainer { SampleSize = size, Trees = 10 }.Fit(new TrainingData(table), FitContext.Default);
            Assert.Equal(limit, forest.Ensemble.Depth);
            for (int t = 0; t < 10; t++) Assert.Equal(size, forest.Ensemble.Cover[forest.Ensemble.Roots[t]]);
        }
    }

    [Fact]
    public void Slanted_planes_leave_no_ghosts_beside_two_clouds()
    {
        // Two clouds on a diagonal: axis-parallel splits make the other two corners look inhabited (Hariri et al., figure 3).
        var random = new Xoshiro256(5);
        var table = new Matrix(2000, 2);
        for (int i = 0; i < table.Values.Length; i++) table.Values[i] = (float)(random.NextDouble() + random.NextDouble() - 1 + (i / 2 % 2 == 0 ? 5 : -5));
        double plain = Ghost(new IsolationForestTrainer()), extended = Ghost(new ExtendedIsolationForestTrainer());
        Assert.True(extended > plain + 0.02, $"plain {plain}, extended {extended}");

        double Ghost(IRowTrainer trainer)
        {
            var scores = new double[2];
            trainer.Fit(new TrainingData(table), FitContext.Default).Score(new Rows([5, -5, -5, 5], 2), scores);
            return scores.Average();
        }
    }
}
