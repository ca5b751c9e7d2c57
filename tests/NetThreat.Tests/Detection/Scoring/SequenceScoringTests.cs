using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Scores;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;
using NetThreat.Detection;
using NetThreat.Detection.Scoring;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.SequenceWindows;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;
using NetThreat.Testing;

namespace NetThreat.Tests.Detection.Scoring;

public class SequenceScoringTests
{
    private static readonly ScoringOptions Options = new() { MaxPValue = 0.002, MinUnusualFlows = 3 };

    [Fact]
    public void A_host_whose_windows_are_unusual_in_several_intervals_is_a_finding()
    {
        var findings = Run(Flows(40, 1));
        var f = findings[^1];
        Assert.Equal("model-anomaly", f.Detector);
        Assert.Equal("10.0.0.66", f.Entity.Value);
        var part = Assert.Single(Assert.Single(f.Scores).Parts);
        Assert.Equal(("windows@1", ModelTask.Anomaly), (part.Model, part.Task));
        // 40 flows of 0.2 s lie in two intervals and a third that begins; the first windows are too short to score.
        Assert.InRange(f.Evidence.First(e => e.Name == "unusual_flows").Value, 3, 4);
        Assert.Empty(Run(Flows(40, 0)));
    }

    /// <summary>A shipped model of single flows beside one's own of sequences is not weighed: the flows are counted by the sequences.</summary>
    [Fact]
    public void Beside_a_model_that_does_not_count_the_share_is_that_of_the_sequences()
    {
        var models = new ActiveModels([Windows(), FirstColumnModels.Anomaly("odd")], FirstColumnModels.Schema, m => m.Manifest.Name == "windows");
        var f = Run(Flows(40, 1), new ModelDetector(Options, models))[^1];
        Assert.Equal(1, f.Evidence.First(e => e.Name == "unusual_share").Value);
        Assert.InRange(f.Evidence.First(e => e.Name == "scored_flows").Value, 3, 4);
    }

    [Fact]
    public void State_that_is_saved_and_restored_in_the_middle_of_an_interval_gives_the_same_findings()
    {
        FlowRecord[] flows = [.. Flows(60, 1)];
        var plain = Run(flows);
        Assert.NotEmpty(plain);
        for (int cut = 3; cut < flows.Length; cut += 11)
        {
            var findings = new List<Finding>();
            var first = Detector();
            Feed(first, flows[..cut], findings);
            var entries = new List<KeyValuePair<string, byte[]?>>();
            first.TakeChanges(entries);
            Assert.Contains(entries, e => e.Key == "model/sequence windows@1");
            var second = Detector();
            foreach (var (key, value) in entries) second.Restore(key["model/".Length..], value!);
            Feed(second, flows[cut..], findings, flows[cut - 1].Time);
            second.CloseInterval(Grid.End(flows[^1].Time), findings);
            second.Expire(Timestamp.MaxValue, findings);
            Assert.Equal(plain.Select(Bytes), findings.Select(Bytes));
        }
    }

    private static string Bytes(Finding f) => Convert.ToHexString(FindingsCodec.Encode(new FindingsBatch([f])));

    private static IEnumerable<FlowRecord> Flows(int count, double odd) => Enumerable.Range(0, count).Select(i =>
        FlowBuilder.Established("10.0.0.66", "10.0.0.1", 22, i * 0.4, 40000 + i) with { Final = true, FeatureSchema = 7, Features = [odd, 0] });

    private static ModelDetector Detector() => new(Options, new ActiveModels([Windows()], FirstColumnModels.Schema));

    private static ServedModel Windows()
    {
        var columns = FlowSequencer.Columns(SequenceKind.Host, ["oddness"], FirstColumnModels.Schema);
        var manifest = new ModelManifest
        {
            Name = "windows",
            Version = "1",
            Kind = "sum-of-windows",
            Task = LearningTask.Sequence,
            Features = new(7, [.. columns.Columns.Select(ManifestColumn.Of)]),
            Weights = new("model.bin", new string('0', 64), 1),
            Sequence = new(SequenceKind.Host, 8, 4),
            Calibration = ManifestCalibration.Conformal([.. Enumerable.Range(0, 1000).Select(i => i / 10_000.0)]),
        };
        return new ServedModel(manifest, new SumOfWindows(columns));
    }

    private static List<Finding> Run(IEnumerable<FlowRecord> flows, ModelDetector? with = null)
    {
        var findings = new List<Finding>();
        var detector = with ?? Detector();
        FlowRecord[] all = [.. flows];
        Feed(detector, all, findings);
        detector.CloseInterval(Grid.End(all[^1].Time), findings);
        detector.Expire(Timestamp.MaxValue, findings);
        return findings;
    }

    /// <summary>Closes every interval before the first record behind it, as the partition's owner does.</summary>
    private static void Feed(ModelDetector detector, FlowRecord[] flows, List<Finding> findings, Timestamp? before = null)
    {
        foreach (var flow in flows)
        {
            if (before is { } last && Grid.Start(last) != Grid.Start(flow.Time)) detector.CloseInterval(Grid.End(last), findings);
            detector.OnRecord("site", flow);
            before = flow.Time;
        }
    }

    private sealed class SumOfWindows(ColumnSet columns) : ISequenceModel
    {
        public string Kind => "sum-of-windows";

        public ColumnSet Columns => columns;

        public int Outputs => 1;

        public int Steps => 8;

        public bool HandlesMissing => false;

        public void Score(Sequences sequences, Span<double> scores)
        {
            for (int s = 0; s < sequences.Count; s++)
                for (int t = 0; t < sequences.Lengths[s]; t++) scores[s] += sequences[s, t][0];
        }

        public void Save(ModelWriter writer) => throw new NotSupportedException();
    }
}
