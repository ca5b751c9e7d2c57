using NetThreat.Learning;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Clustering;
using NetThreat.Learning.Ensembles;
using NetThreat.Learning.Linear;
using NetThreat.Learning.Profiles;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Ensembles;

public class EnsembleTests
{
    private static readonly LogisticRegressionTrainer Line = new();
    private static readonly GradientBoostingTrainer Trees = new() { Trees = 20 };

    [Fact]
    public void A_stack_is_nearly_as_good_as_its_best_part_whichever_that_is()
    {
        foreach (bool curved in new[] { false, true })
        {
            var train = Rows(1200, curved, 1);
            var test = Rows(800, curved, 2);
            double Loss(IRowTrainer trainer)
            {
                var scores = new double[1600];
                trainer.Fit(train, FitContext.Default).Score(test.Features.All, scores);
                return Enumerable.Range(0, 800).Average(i => -Math.Log(Math.Max(1e-9, scores[2 * i + test.Labels![i]])));
            }

            double line = Loss(Line), trees = Loss(Trees), stack = Loss(new StackedTrainer { Bases = [Line, Trees] });

            Assert.Equal(curved, trees < line);
            Assert.True(stack < Math.Min(line, trees) + 0.02, $"{stack} of {line} and {trees}");
        }
    }

    [Fact]
    public void The_parts_of_a_stack_are_the_parts_probabilities()
    {
        var data = Rows(200, false, 4);
        var model = new StackedTrainer { Bases = [Line, Trees] }.Fit(data, FitContext.Default);
        double[] parts = new double[2], own = new double[2];

        model.Parts(data.Features[3], 1, parts);

        for (int p = 0; p < 2; p++)
        {
            model.Models[p].Score(data.Features.Slice(3, 1), own);
            Assert.Equal(own[1], parts[p]);
        }
    }

    [Fact]
    public void A_part_that_is_no_classifier_is_refused() =>
        Assert.Contains("part 2", Assert.Throws<LearningException>(() => new StackedTrainer { Bases = [Line, new RobustZTrainer()] }.Fit(Rows(50, false, 5), FitContext.Default)).Message, StringComparison.Ordinal);

    [Fact]
    public void Surprise_is_the_logarithm_of_the_share_as_high_and_goes_on_rising()
    {
        var scale = SurpriseScale.Of([.. Enumerable.Range(1, 999).Select(i => (double)i)]);

        Assert.Equal(0, scale.Surprise(-5), 12);
        Assert.Equal(-Math.Log(0.5), scale.Surprise(501), 2);
        Assert.Equal(Math.Log(500), scale.Surprise(999), 12);
        Assert.True(scale.Surprise(999) < scale.Surprise(1000) && scale.Surprise(1000) < scale.Surprise(1001));
        Assert.Equal(0, SurpriseScale.Of([3, 3, 3]).Surprise(3), 12);
        Assert.True(SurpriseScale.Of([3, 3, 3]).Surprise(4) > 1);
    }

    [Fact]
    public void The_score_of_an_anomaly_ensemble_is_the_mean_or_maximum_of_its_parts()
    {
        var data = new TrainingData(SampleTables.Blobs(300, 3, 2, 3, 6));
        foreach (var combination in Enum.GetValues<SurpriseCombination>())
        {
            var model = new AnomalyEnsembleTrainer { Combination = combination }.Fit(data, FitContext.Default);
            double[] scores = new double[300], parts = new double[3];
            model.Score(data.Features.All, scores);
            for (int i = 0; i < 300; i += 37)
            {
                model.Parts(data.Features[i], 0, parts);
                Assert.Equal(combination == SurpriseCombination.Max ? parts.Max() : parts.Average(), scores[i], 12);
            }
        }
    }

    [Fact]
    public void Normal_rows_are_surprising_as_rarely_as_they_should_be()
    {
        var rows = SampleTables.Blobs(4000, 3, 1, 0, 7);
        var model = new AnomalyEnsembleTrainer { Bases = [new KMeansDistanceTrainer()], Holdout = 0.5 }.Fit(new(rows.Take([.. Enumerable.Range(0, 2000)])), FitContext.Default);
        var scores = new double[2000];

        model.Score(rows.Slice(2000, 2000), scores);

        foreach (double share in new[] { 0.5, 0.1, 0.02 }) Assert.InRange(scores.Count(s => s > -Math.Log(share)) / 2000.0, share * 0.6, share * 1.5);
    }

    [Fact]
    public void A_missing_value_names_the_row_of_the_whole_table()
    {
        var rows = SampleTables.Blobs(100, 2, 1, 0, 8);
        rows[41][1] = float.NaN;

        var error = Assert.Throws<LearningException>(() => new AnomalyEnsembleTrainer().Fit(new(rows), FitContext.Default));

        Assert.Contains("row 42, column 'c1'", error.Message, StringComparison.Ordinal);
        Assert.True(new AnomalyEnsembleTrainer { Bases = [new RobustZTrainer()] }.Fit(new(rows), FitContext.Default).HandlesMissing);
    }

    /// <summary>Two columns of noise and two classes: on the sides of a line, or inside and outside a ring.</summary>
    private static TrainingData Rows(int count, bool curved, ulong seed)
    {
        var rows = SampleTables.Blobs(count, 2, 1, 0, seed);
        int Label(int i) => (curved ? rows[i, 0] * rows[i, 0] + rows[i, 1] * rows[i, 1] > 1.4 : rows[i, 0] + 0.5 * rows[i, 1] + 0.6 * Math.Sin(i) > 0) ? 1 : 0;
        // The places of the blob differ by seed; the classes are about the origin.
        return new(rows) { Labels = [.. Enumerable.Range(0, count).Select(Label)], Classes = ["no", "yes"] };
    }
}
