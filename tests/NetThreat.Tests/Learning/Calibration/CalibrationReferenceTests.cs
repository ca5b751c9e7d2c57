using System.Text.Json;
using NetThreat.Learning.Calibration;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Calibration;

public sealed class CalibrationReferenceTests
{
    [DataFact]
    public void Every_isotonic_case()
    {
        var cases = Reference.Read("calibration.json").GetProperty("isotonic").EnumerateArray().ToArray();
        Assert.Equal(9, cases.Length);
        foreach (var c in cases)
        {
            double low = c.GetProperty("y_min").Number(), high = c.GetProperty("y_max").Number();
            var regression = new IsotonicRegression
            {
                Increasing = c.GetProperty("increasing").GetBoolean(),
                Low = double.IsNaN(low) ? double.NegativeInfinity : low,
                High = double.IsNaN(high) ? double.PositiveInfinity : high,
            };
            double[] x = c.GetProperty("x").Numbers();
            double[] weights = c.GetProperty("weight") is { ValueKind: JsonValueKind.Array } w ? w.Numbers() : [];
            var fitted = regression.Fit(x, c.GetProperty("y").Numbers(), weights);
            All(c.GetProperty("x_thresholds"), fitted.Scores.ToArray(), $"{c.Name()}: x threshold");
            All(c.GetProperty("y_thresholds"), fitted.Values.ToArray(), $"{c.Name()}: y threshold");
            All(c.GetProperty("fitted"), [.. x.Select(fitted.Apply)], $"{c.Name()}: fitted");
            All(c.GetProperty("predicted"), [.. c.GetProperty("query").Numbers().Select(fitted.Apply)], $"{c.Name()}: predicted");
        }
    }

    [DataFact]
    public void Every_case_of_Platts_sigmoid()
    {
        var cases = Reference.Read("calibration.json").GetProperty("platt").EnumerateArray().ToArray();
        Assert.Equal(6, cases.Length);
        foreach (var c in cases)
        {
            double[] scores = c.GetProperty("score").Numbers(), expected = c.GetProperty("probability").Numbers();
            var fitted = SigmoidCalibrator.Fit(scores, [.. c.GetProperty("y").Wholes().Select(v => v == 1)]);
            for (int r = 0; r < scores.Length; r++) Reference.Near(expected[r], fitted.Apply(scores[r]), 1e-8, $"{c.Name()}: probability of row {r}");

            // With equal scores, many pairs of numbers give the same probability.
            if (c.Name() == "all scores equal") continue;
            Reference.Near(c.GetProperty("a").GetDouble(), fitted.A, 0, $"{c.Name()}: a", relative: 1e-6);
            Reference.Near(c.GetProperty("b").GetDouble(), fitted.B, 1e-6, $"{c.Name()}: b");
        }
    }

    private static void All(JsonElement expected, double[] actual, string what)
    {
        double[] values = expected.Numbers();
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++) Reference.Near(values[i], actual[i], 1e-12, $"{what} {i}");
    }
}
