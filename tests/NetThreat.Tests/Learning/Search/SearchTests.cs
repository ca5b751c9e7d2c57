using System.Text;
using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Models;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Search;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Search;

public sealed class SearchTests
{
    private static readonly HyperparameterSearch Search = new() { Trials = 15, Seed = 4 };

    [Theory]
    [InlineData(SearchStrategy.Random, 15)]
    [InlineData(SearchStrategy.SuccessiveHalving, 15 + 5 + 1)]
    [InlineData(SearchStrategy.Hyperband, 15 + 5 + 1 + 8 + 2 + 5)]
    public void It_finds_what_is_best_and_says_what_it_tried(SearchStrategy strategy, int trials)
    {
        var found = (Search with { Strategy = strategy }).Run(new NoisyTrainer { Counter = new Counter() }, Data(), FitContext.Default);
        Assert.Equal(trials, found.Trials.Count);
        var whole = found.Trials.Where(t => t.Share == 1).ToList();
        Assert.Equal(whole.Max(t => t.Score), found.Best.Score);
        Assert.True(found.Best.Score >= 0.85, $"{found.Best.Score}");
        var trainer = Assert.IsType<NoisyTrainer>(found.Trainer);
        Assert.Equal(found.Best.Settings["noise"], trainer.Noise.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(found.Trials.Where(t => t.Trial > 0), t => Assert.InRange(double.Parse(t.Settings["noise"], System.Globalization.CultureInfo.InvariantCulture), 0.01, 10));
    }

    [Fact]
    public void The_first_trial_keeps_the_trainers_own_settings() =>
        Assert.Empty(Search.Run(new NoisyTrainer { Counter = new Counter() }, Data(), FitContext.Default).Trials[0].Settings);

    [Theory]
    [InlineData(SearchStrategy.Random)]
    [InlineData(SearchStrategy.Hyperband)]
    public void A_search_that_was_stopped_goes_on_where_it_was(SearchStrategy strategy)
    {
        var search = Search with { Strategy = strategy };
        using var whole = new MemoryStream();
        var counter = new Counter();
        var expected = search.Run(new NoisyTrainer { Counter = counter }, Data(), FitContext.Default, whole);
        int fits = counter.Fits;

        // Cut in the middle of a line.
        var bytes = whole.ToArray();
        int cut = bytes.AsSpan(0, bytes.Length * 2 / 3).LastIndexOf((byte)'\n') + 9, kept = bytes.AsSpan(0, cut).Count((byte)'\n') - 1;
        using var torn = new MemoryStream();
        torn.Write(bytes.AsSpan(0, cut));
        counter = new Counter();
        var found = search.Run(new NoisyTrainer { Counter = counter }, Data(), FitContext.Default, torn);
        Assert.Equal(fits - kept, counter.Fits);
        Assert.Equal(bytes, torn.ToArray());
        Assert.Equal((expected.Best.Trial, expected.Best.Score), (found.Best.Trial, found.Best.Score));

        counter = new Counter();
        search.Run(new NoisyTrainer { Counter = counter }, Data(), FitContext.Default, torn);
        Assert.Equal(0, counter.Fits);
    }

    [Fact]
    public void The_journal_of_another_search_is_refused()
    {
        using var journal = new MemoryStream();
        Search.Run(new NoisyTrainer { Counter = new Counter() }, Data(), FitContext.Default, journal);
        var refused = Assert.Throws<LearningException>(() => (Search with { Seed = 5 }).Run(new NoisyTrainer { Counter = new Counter() }, Data(), FitContext.Default, journal));
        Assert.Contains("seed 4", refused.Message, StringComparison.Ordinal);
        var otherData = Data();
        otherData.Features.Values[3]++;
        Assert.Throws<LearningException>(() => Search.Run(new NoisyTrainer { Counter = new Counter() }, otherData, FitContext.Default, journal));
        using var foreign = new MemoryStream();
        foreign.Write(Encoding.UTF8.GetBytes("a,b\n1,2\n"));
        Assert.Throws<LearningException>(() => Search.Run(new NoisyTrainer { Counter = new Counter() }, Data(), FitContext.Default, foreign));
    }

    [Fact]
    public void A_trial_that_cannot_be_fitted_is_lost_and_the_search_goes_on()
    {
        var found = Search.Run(new NoisyTrainer { Counter = new Counter(), FailAbove = 1 }, Data(), FitContext.Default);
        Assert.Contains(found.Trials, t => t.Error == "too noisy" && t.Score is null);
        Assert.NotNull(found.Best.Score);
        Assert.Contains("too noisy", Assert.Throws<LearningException>(() => Search.Run(new NoisyTrainer { Counter = new Counter(), FailAbove = 0 }, Data(), FitContext.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_within_a_pipeline_are_searched_with_folds_and_progress()
    {
        var told = new List<FitProgress>();
        var context = new FitContext { Progress = new Told(told) };
        var pipeline = new PipelineTrainer(StepNames.Parse("standard"), new NoisyTrainer { Counter = new Counter() });
        var found = (Search with { Trials = 4, Folds = 3 }).Run(pipeline, Data(), context);
        Assert.All(found.Trials, t => Assert.Equal(3, t.Scores.Count));
        Assert.IsType<NoisyTrainer>(Assert.IsType<PipelineTrainer>(found.Trainer).Inner);
        Assert.Equal([0.25, 0.5, 0.75, 1], told.Select(p => p.Share));
        Assert.Contains("trial 4 of 4", told[^1].State, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trainer_of_what_is_normal_sees_no_attack()
    {
        var counter = new Counter();
        (Search with { Trials = 1, Folds = 2 }).Run(new NoisyTrainer { Counter = counter }, Data(), FitContext.Default);
        Assert.False(counter.SawAttack);
    }

    private sealed class Told(List<FitProgress> told) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => told.Add(value);
    }

    private static TrainingData Data()
    {
        var random = new Xoshiro256(61);
        int[] labels = [.. Enumerable.Range(0, 400).Select(r => r % 4 == 0 ? 1 : 0)];
        return new TrainingData(new Matrix([.. labels.Select(l => (float)(random.NextDouble() + 0.8 * l))], 400, 1)) { Labels = labels, Classes = ["benign", "attack"] };
    }
}

internal sealed class Counter
{
    public int Fits { get; set; }

    public bool SawAttack { get; set; }

    public override string ToString() => "counter";
}

/// <summary>The first column with noise of a given size: the less, the better.</summary>
internal sealed record NoisyTrainer : IRowTrainer
{
    [Parameter("Size of the noise.", Min = 0, Max = 100, SearchFrom = 0.01, SearchTo = 10, SearchLogarithmic = true)]
    public double Noise { get; init; } = 5;

    [Parameter("Does nothing.", Min = 1, Max = 10, SearchFrom = 1, SearchTo = 10)]
    public int Width { get; init; } = 3;

    [Parameter("Not searched.")]
    public double FailAbove { get; init; } = double.PositiveInfinity;

    public required Counter Counter { get; init; }

    public string Kind => "noisy";

    public bool NeedsLabels => false;

    public ulong Seed { get; init; }

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        Counter.Fits++;
        Counter.SawAttack |= data.Labels!.Contains(1);
        return Noise > FailAbove ? throw new LearningException("too noisy") : new NoisyModel(data.Columns, Noise);
    }

    private sealed class NoisyModel(ColumnSet columns, double noise) : IAnomalyModel
    {
        public string Kind => "noisy";

        public ColumnSet Columns => columns;

        public int Outputs => 1;

        public bool HandlesMissing => false;

        public void Score(Rows rows, Span<double> scores)
        {
            for (int r = 0; r < rows.Count; r++)
            {
                double u = new Xoshiro256(BitConverter.SingleToUInt32Bits(rows[r][0])).NextDouble();
                scores[r] = rows[r][0] + noise * u;
            }
        }

        public void Save(ModelWriter writer)
        {
        }
    }
}
