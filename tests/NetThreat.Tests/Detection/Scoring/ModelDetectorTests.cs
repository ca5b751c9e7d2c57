using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Scores;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Detection;
using NetThreat.Detection.Scoring;
using NetThreat.Testing;

namespace NetThreat.Tests.Detection.Scoring;

public class ModelDetectorTests
{
    private const string Host = "10.0.0.66";
    private static readonly ScoringOptions Options = new() { MaxPValue = 0.002 };

    [Fact]
    public void Enough_unusual_flows_of_a_host_are_a_finding_with_the_models_behind_it()
    {
        var f = Run(Flows(30, odd: 0.9995, guilt: 0))[^1];
        Assert.Equal("model-anomaly", f.Detector);
        Assert.Equal(Host, f.Entity.Value);
        Assert.Equal(30, Number(f, "unusual_flows"));
        Assert.Equal(1, Number(f, "unusual_share"));
        Assert.InRange(Number(f, "probability_by_chance"), 0, 1e-20);
        Assert.Equal(Finding.MaxFlows, f.Flows.Count);
        var score = Assert.Single(f.Scores);
        Assert.Equal(1 / 1001.0, score.Anomaly, 6);
        var part = Assert.Single(score.Parts, p => p.Task == ModelTask.Anomaly);
        Assert.Equal(("odd@1", "first-column"), (part.Model, part.Kind));
        Assert.Equal(1 / 1001.0, part.Calibrated, 9);
        var why = Assert.Single(part.Contributions);
        Assert.Equal(("oddness", "ratio", 0.25), (why.Column, why.Unit, why.Typical));
        Assert.Equal(0.4995, why.Amount, 4);
    }

    [Theory]
    [InlineData(19, 0)]
    [InlineData(25, 110)]
    public void Too_few_unusual_flows_or_a_small_share_of_them_are_quiet(int unusual, int usual) =>
        Assert.Empty(Run([.. Flows(1, 0.9995, 0), .. Flows(usual, 0.1, 0, from: 1), .. Flows(unusual - 1, 0.9995, 0, from: 1 + usual)]));

    [Fact]
    public void Normal_flows_leave_no_state_and_no_finding()
    {
        var detector = new ModelDetector(Options, FirstColumnModels.Both);
        foreach (var flow in Flows(100, 0.5, 0.2)) detector.OnRecord("site", flow);
        var entries = new List<KeyValuePair<string, byte[]?>>();
        detector.TakeChanges(entries);
        Assert.Empty(entries);
    }

    [Fact]
    public void Flows_of_an_attack_class_are_a_finding_with_its_techniques()
    {
        var f = Run(Flows(12, odd: 0.5, guilt: 0.97))[^1];
        Assert.Equal("model-attack", f.Detector);
        Assert.Equal(["T1110"], f.Techniques);
        Assert.Contains("12 of 12 flows of 10.0.0.66 to 10.0.0.1 look like guessing to attacks@1: 0.97", f.Summary, StringComparison.Ordinal);
        Assert.Equal(0.97, Number(f, "mean_probability"), 5);
        Assert.Equal("guessing", Assert.Single(f.Scores[0].Parts, p => p.Task == ModelTask.Classification).Class);
    }

    [Fact]
    public void A_flow_without_a_feature_row_or_without_the_column_is_not_scored()
    {
        Assert.Empty(Run(Flows(50, 0.9995, 0.99).Select(f => f with { Final = false })));
        Assert.Empty(Run(Flows(50, 0.9995, 0.99).Select(f => f with { Features = null })));
        Assert.Empty(Run(Flows(50, double.NaN, double.NaN)));
    }

    [Fact]
    public void State_that_is_saved_and_restored_gives_the_same_findings()
    {
        FlowRecord[] flows = [.. Flows(40, 0.9995, 0.95)];
        var plain = Run(flows);
        Assert.NotEmpty(plain);
        for (int cut = 1; cut < flows.Length; cut += 7)
        {
            var findings = new List<Finding>();
            var first = new ModelDetector(Options, FirstColumnModels.Both);
            Feed(first, flows[..cut], findings);
            var entries = new List<KeyValuePair<string, byte[]?>>();
            first.TakeChanges(entries);
            var second = new ModelDetector(Options, FirstColumnModels.Both);
            foreach (var (key, value) in entries) second.Restore(key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..], value!);
            Feed(second, flows[cut..], findings);
            second.Expire(Timestamp.MaxValue, findings);
            Assert.Equal(Bytes(plain[^1]), Bytes(findings[^1]));
        }
    }

    [Fact]
    public void Hosts_beyond_the_limit_leave_early_and_are_counted()
    {
        var detector = new ModelDetector(Options with { MaxInitiators = 10 }, FirstColumnModels.Both);
        for (int i = 0; i < 50; i++) detector.OnRecord("site", Flow($"10.0.1.{i}", i, 0.9995, 0));
        var entries = new List<KeyValuePair<string, byte[]?>>();
        detector.TakeChanges(entries);
        Assert.Equal(10, entries.Count(e => e.Value is not null));
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        double[] row = [0.5, 0.5];
        FirstColumnModels.Both.Score(row);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) FirstColumnModels.Both.Score(row);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_model_of_other_columns_is_refused_by_name()
    {
        var e = Assert.Throws<NetThreat.Learning.LearningException>(() => new ActiveModels([FirstColumnModels.Anomaly("odd")], new FeatureSchema(1, [new("else", "count", "Something else.", null)])));
        Assert.Contains("odd@1", e.Message, StringComparison.Ordinal);
        Assert.Contains("oddness", e.Message, StringComparison.Ordinal);
    }

    private static double Number(Finding f, string name) => f.Evidence.First(e => e.Name == name).Value;

    private static byte[] Bytes(Finding f) => FindingsCodec.Encode(new FindingsBatch([f]));

    private static IEnumerable<FlowRecord> Flows(int count, double odd, double guilt, int from = 0) => Enumerable.Range(from, count).Select(i => Flow(Host, i, odd, guilt));

    private static FlowRecord Flow(string host, int i, double odd, double guilt) =>
        FlowBuilder.Established(host, "10.0.0.1", 22, i * 0.2, 40000 + i) with { Final = true, FeatureSchema = 7, Features = [odd, guilt] };

    private static List<Finding> Run(IEnumerable<FlowRecord> flows)
    {
        var findings = new List<Finding>();
        var detector = new ModelDetector(Options, FirstColumnModels.Both);
        Feed(detector, flows, findings);
        detector.Expire(Timestamp.MaxValue, findings);
        return findings;
    }

    private static void Feed(ModelDetector detector, IEnumerable<FlowRecord> flows, List<Finding> findings)
    {
        foreach (var flow in flows)
        {
            detector.OnRecord("site", flow);
            detector.CloseInterval(Grid.End(flow.Time), findings);
        }
    }
}
