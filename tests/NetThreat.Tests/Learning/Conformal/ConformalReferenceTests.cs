using System.Text.Json;
using NetThreat.Learning.Conformal;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Conformal;

public sealed class ConformalReferenceTests
{
    private const double Tolerance = 1e-12;

    [DataTheory]
    [InlineData("conformal")]
    [InlineData("small")]
    public void P_values_thresholds_and_false_discoveries(string name)
    {
        var c = Reference.Read("conformal.json").GetProperty(name);
        double[] test = c.GetProperty("test_scores").Numbers(), u = c.GetProperty("u").Numbers();
        var exact = new ConformalPValues(c.GetProperty("calibration_scores").Numbers());
        double[] p = [.. test.Select(exact.Of)];
        All(c.GetProperty("p_values"), p, "p-value");
        All(c.GetProperty("smoothed_p_values"), [.. test.Select((s, i) => exact.Smoothed(s, u[i]))], "smoothed p-value");
        foreach (var t in c.GetProperty("thresholds").EnumerateArray())
        {
            var threshold = exact.Threshold(t.GetProperty("alpha").GetDouble());
            Reference.Near(t.GetProperty("threshold").Number(), threshold ?? double.NaN, Tolerance, $"threshold at {t.GetProperty("alpha")}");
            Assert.Equal(t.GetProperty("flagged").Wholes(), test.Select(s => s > threshold ? 1 : 0));
        }
        var expected = c.GetProperty("benjamini_hochberg");
        double[] adjusted = BenjaminiHochberg.Adjust(p);
        All(expected.GetProperty("adjusted_p_values"), adjusted, "adjusted p-value");
        Assert.Equal(expected.GetProperty("rejected_at_5_percent").Wholes(), adjusted.Select(a => a <= 0.05 ? 1 : 0));
        Assert.Equal(expected.GetProperty("rejected_at_20_percent").Wholes(), adjusted.Select(a => a <= 0.2 ? 1 : 0));
    }

    [DataFact]
    public void What_to_ask_an_analyst_next()
    {
        var c = Reference.Read("conformal.json").GetProperty("active_learning");
        double[][] probabilities = c.GetProperty("probabilities").Table(), votes = c.GetProperty("vote_shares").Table();
        double[] confidence = [.. probabilities.Select(p => QueryStrategies.LeastConfidence(p))], margin = [.. probabilities.Select(p => QueryStrategies.Margin(p))];
        double[] entropy = [.. probabilities.Select(p => QueryStrategies.Entropy(p))], voteEntropy = [.. votes.Select(p => QueryStrategies.Entropy(p))];
        All(c.GetProperty("least_confidence"), confidence, "least confidence");
        All(c.GetProperty("margin"), margin, "margin");
        All(c.GetProperty("entropy"), entropy, "entropy");
        All(c.GetProperty("vote_entropy"), voteEntropy, "vote entropy");
        var chosen = c.GetProperty("chosen");
        Assert.Equal(chosen.GetProperty("least_confidence").Wholes(), QueryStrategies.Largest(confidence, 8));
        Assert.Equal(chosen.GetProperty("margin").Wholes(), QueryStrategies.Smallest(margin, 8));
        Assert.Equal(chosen.GetProperty("entropy").Wholes(), QueryStrategies.Largest(entropy, 8));
        Assert.Equal(chosen.GetProperty("vote_entropy").Wholes(), QueryStrategies.Largest(voteEntropy, 8));
    }

    private static void All(JsonElement expected, double[] actual, string what)
    {
        double[] values = expected.Numbers();
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++) Reference.Near(values[i], actual[i], Tolerance, $"{what} {i}");
    }
}
