using System.Text.Json;
using NetThreat.Learning.Drift;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Drift;

/// <summary>drift.json: the numbers of river and scipy.</summary>
public class DriftReferenceTests
{
    private static readonly Lazy<JsonElement> File = new(() => Reference.Read("drift.json"));

    [DataTheory]
    [InlineData("adwin", true)]
    [InlineData("adwin_keeping_its_window", false)]
    public void Adwin_detects_where_theirs_does_with_the_same_state(string name, bool restart)
    {
        foreach (var stream in File.Value.Items("streams"))
        {
            var values = stream.Numbers("values");
            foreach (var run in stream.Items(name))
            {
                var p = run.GetProperty("parameters");
                var adwin = new Adwin { Delta = p.Number("delta"), Clock = p.Whole("clock"), MaxBuckets = p.Whole("max_buckets"), MinWindowLength = p.Whole("min_window_length"), GracePeriod = p.Whole("grace_period"), Restart = restart };
                var states = run.Table("state").ToDictionary(s => (int)s[0]);
                var detections = new List<int>();
                for (int i = 0; i < values.Length; i++)
                {
                    if (adwin.Update(values[i])) detections.Add(i);
                    if (!states.Remove(i, out var state)) continue;
                    Assert.Equal(state[1], adwin.Width);
                    Reference.CloseRelative(state[2], adwin.Mean, 1e-9, "mean");
                    Reference.CloseRelative(state[3], adwin.Deviations, 1e-9, "deviations");
                }
                Assert.Equal(run.Wholes("detections"), detections);
                Assert.Empty(states);
            }
        }
    }

    [DataFact]
    public void Page_Hinkley_detects_where_theirs_does()
    {
        foreach (var stream in File.Value.Items("streams"))
        {
            var values = stream.Numbers("values");
            foreach (var run in stream.Items("page_hinkley"))
            {
                var p = run.GetProperty("parameters");
                var test = new PageHinkley { MinInstances = p.Whole("min_instances"), Delta = p.Number("delta"), Threshold = p.Number("threshold"), Alpha = p.Number("alpha"), Mode = Enum.Parse<PageHinkleyMode>(p.Text("mode"), ignoreCase: true) };

                Assert.Equal(run.Wholes("detections"), Enumerable.Range(0, values.Length).Where(i => test.Update(values[i])));
            }
        }
    }

    [DataFact]
    public void Kswin_detects_as_often_as_theirs()
    {
        const int Seeds = 30;
        foreach (var stream in File.Value.Items("streams"))
        {
            var values = stream.Numbers("values");
            foreach (var run in stream.Items("kswin"))
            {
                var p = run.GetProperty("parameters");
                int detections = 0;
                Parallel.For(0, Seeds, seed =>
                {
                    var kswin = new Kswin((ulong)seed) { Alpha = p.Number("alpha"), WindowSize = p.Whole("window_size"), StatSize = p.Whole("stat_size") };
                    Interlocked.Add(ref detections, values.Count(kswin.Update));
                });
                double expected = run.Number("detections_per_seed_mean");
                Reference.Close(expected, (double)detections / Seeds, 0.35 * expected + 0.5, stream.Text("name"));
            }
        }
    }

    [DataFact]
    public void Kswin_with_their_draws_gives_their_p_values()
    {
        var trace = File.Value.GetProperty("kswin_trace");
        var p = trace.GetProperty("parameters");
        int size = p.Whole("window_size");
        var kswin = new Kswin(0) { Alpha = p.Number("alpha"), WindowSize = size, StatSize = p.Whole("stat_size") };
        var stream = trace.Numbers("stream");
        foreach (var test in trace.Items("tests"))
        {
            int end = test.Whole("index") + 1;
            var result = kswin.Test(stream[(end - size)..end], test.Wholes("sampled_positions"));

            CloseP(test.Number("p_value"), result.PValue);
            Assert.Equal(test.GetProperty("drift").GetBoolean(), result.PValue <= kswin.Alpha && result.Statistic > 0.1);
        }
    }

    [DataFact]
    public void Two_sample_statistics_and_p_values_are_theirs()
    {
        foreach (var pair in File.Value.Items("two_sample"))
        {
            double[] reference = pair.Numbers("reference"), current = pair.Numbers("current");
            var ks = pair.GetProperty("ks");
            var test = TwoSample.KolmogorovSmirnov(reference, current);
            double n = reference.Length, m = current.Length, size = n * m / (n + m);

            Reference.Close(ks.Number("statistic"), test.Statistic, 1e-12, "statistic");
            CloseP(ks.Number("p_exact"), test.PValue);
            CloseP(ks.Number("p_kolmogorov_limit"), Kolmogorov.Limit(Math.Sqrt(size) * test.Statistic));
            Reference.CloseRelative(ks.Number("p_scipy_asymptotic"), Kolmogorov.OneSample(test.Statistic, (int)Math.Round(size)), 1e-9, $"asymptotic, {pair.Text("name")}");
            Reference.Close(pair.Number("wasserstein"), TwoSample.Wasserstein(reference, current), 1e-12, "Wasserstein");
        }
    }

    [DataFact]
    public void Population_stability_is_by_its_formula()
    {
        foreach (var pair in File.Value.Items("two_sample"))
        {
            double[] reference = pair.Numbers("reference"), current = pair.Numbers("current");
            var psi = pair.GetProperty("psi");
            Check(psi.GetProperty("by_reference_deciles"), PopulationStability.QuantileEdges(reference));
            // A constant reference has no widths.
            if (psi.TryGetProperty("ten_equal_widths", out var widths)) Check(widths, PopulationStability.WidthEdges(reference));

            void Check(JsonElement expected, double[] edges)
            {
                Reference.Close(expected.Numbers("edges"), edges, 1e-12, "edges");
                Assert.Equal(expected.Counts("reference_counts"), PopulationStability.Count(reference, edges));
                Assert.Equal(expected.Counts("current_counts"), PopulationStability.Count(current, edges));
                Reference.Close(expected.Number("psi"), PopulationStability.Index(reference, current, edges), 1e-12, "psi");
            }
        }
    }

    [DataFact]
    public void Categories_are_compared_as_theirs()
    {
        foreach (var table in File.Value.Items("categories"))
        {
            long[] reference = table.Counts("reference"), current = table.Counts("current");
            var expected = table.GetProperty("homogeneity");
            var result = ChiSquare.Homogeneity(reference, current, table.Text("name").Contains("correction on", StringComparison.Ordinal));

            Reference.Close(expected.Number("statistic"), result.Statistic, 1e-10, "statistic");
            Assert.Equal(expected.Whole("degrees_of_freedom"), result.DegreesOfFreedom);
            Reference.CloseRelative(expected.Number("p_value"), result.PValue, 1e-9, "p");
            Assert.Equal(expected.Whole("categories_used"), result.Categories);
            if (table.TryGetProperty("psi", out var psi)) Reference.Close(psi.GetDouble(), PopulationStability.Index(reference, current), 1e-12, "psi");
        }
    }

    /// <summary>1e-9 relative; below 1e-12 to 1e-12.</summary>
    private static void CloseP(double expected, double actual) => Reference.Close(expected, actual, Math.Max(1e-9 * expected, expected < 1e-12 ? 1e-12 : 0), "p");
}
