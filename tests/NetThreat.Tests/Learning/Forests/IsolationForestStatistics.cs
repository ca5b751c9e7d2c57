using System.Globalization;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Forests;

/// <summary>Forests that we grow score rows like those of scikit-learn: mean over seeds, within five standard errors.</summary>
public class IsolationForestStatistics
{
    private const int Seeds = 30;

    [DataTheory]
    [InlineData("training_statistics")]
    [InlineData("training_statistics_sparse")]
    public void Mean_scores_over_seeds_are_those_of_the_reference(string part)
    {
        var file = Reference.Read("isolation-forest.json");
        var expected = file.GetProperty(part);
        var of = expected.TryGetProperty("rows", out var own) ? expected : file;
        var rows = ReferenceForests.Matrix(own.ValueKind == default ? file.GetProperty("rows") : own);
        var labels = of.GetProperty("labels").Wholes();
        var trainer = new IsolationForestTrainer { Trees = expected.GetProperty("n_trees").GetInt32(), SampleSize = expected.GetProperty("max_samples").GetInt32() };
        var sums = new double[rows.Rows];
        double auc = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            var scores = new double[rows.Rows];
            (trainer with { Seed = (ulong)seed }).Fit(new TrainingData(rows), FitContext.Default).Score(rows.All, scores);
            for (int r = 0; r < sums.Length; r++) sums[r] += scores[r];
            auc += IsolationForestReference.Auc(scores, labels);
        }
        double error = 5 * Math.Sqrt(1.0 / Seeds + 1.0 / expected.GetProperty("seeds").GetInt32());
        var (mean, sd) = (expected.GetProperty("mean").Numbers(), expected.GetProperty("sd").Numbers());
        for (int r = 0; r < sums.Length; r++)
            Assert.True(Math.Abs(sums[r] / Seeds - mean[r]) <= error * sd[r] + 1e-4, string.Create(CultureInfo.InvariantCulture, $"row {r}: {sums[r] / Seeds}, expected {mean[r]} ± {error * sd[r]}"));
        Assert.Equal(expected.GetProperty("auc_mean").GetDouble(), auc / Seeds, error * expected.GetProperty("auc_sd").GetDouble());
    }
}
