using System.Text.Json;
using NetThreat.Core.Incidents;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Evaluation;
using NetThreat.Simulation;
using NetThreat.Tests.Simulation;

namespace NetThreat.Tests.Evaluation;

public class EvaluatorTests
{
    [Fact]
    public async Task Times_are_relative_to_the_first_packet_and_the_delay_to_the_start_of_the_activity()
    {
        var score = await ScoreAsync();
        Assert.InRange((score.Start - Simulated.Start).TotalSeconds, 0, 2);
        var found = score.Activities[0];
        Assert.Equal("incident 1", found.Incident?.Title);
        // Record i ends at second i; the incident needs eight records, the last of which is number 7.
        Assert.Equal(TimeSpan.FromSeconds(7 - 5), found.TimeToDetect);
        Assert.Null(score.Activities[1].TimeToDetect);
        Assert.Equal("incident 2", Assert.Single(score.FalseIncidents).Title);
    }

    [Fact]
    public async Task The_json_holds_the_scores()
    {
        using var stream = new MemoryStream();
        EvaluationJson.Write(stream, new([await ScoreAsync()]));
        var json = JsonDocument.Parse(stream.ToArray()).RootElement;
        Assert.Equal((1, 2, 1), (json.GetProperty("found").GetInt32(), json.GetProperty("labelled").GetInt32(), json.GetProperty("false_incidents").GetInt32()));
        Assert.Equal(2, json.GetProperty("activities")[0].GetProperty("time_to_detect_seconds").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("activities")[1].GetProperty("incident").ValueKind);
        Assert.Equal("incident 2", json.GetProperty("captures")[0].GetProperty("false_incidents")[0].GetProperty("incident").GetString());
    }

    [Fact]
    public async Task The_table_holds_the_scores()
    {
        using var writer = new StringWriter();
        EvaluationTable.Write(writer, new([await ScoreAsync()]));
        var lines = writer.ToString().Split('\n');
        Assert.Contains(lines, l => l.Contains("found", StringComparison.Ordinal) && l.Contains("2.00 s", StringComparison.Ordinal) && l.Contains("incident 1", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("c2_beacon", StringComparison.Ordinal) && l.Contains("missed", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("found 1 of 2; 1 false incidents in 0.00", StringComparison.Ordinal));
    }

    private static Task<CaptureScore> ScoreAsync()
    {
        LabelledActivity[] labels = [Sample.Label(start: 5, end: 6), Sample.Label("c2_beacon", "T1071", start: 1, end: 2)];
        var evaluator = new Evaluator(_ => Simulated.Source(Scenarios.Office(1), 12), async (source, cancellation) =>
        {
            await Task.Yield();
            var batch = new PacketBatch();
            Timestamp? first = null;
            while (source.Read(batch, cancellation)) first ??= batch.Packets[0].Time;
            return new FakeRun(first!.Value);
        });
        return evaluator.ScoreAsync("a.pcap", labels, CancellationToken.None);
    }

    private sealed class FakeRun(Timestamp start) : ICaptureRun
    {
        public IReadOnlyList<Incident> Incidents => [Incident(1, "10.0.0.1"), Incident(2, "10.0.0.9")];

        public int Records => 100;

        public Timestamp RecordTime(int index) => start + TimeSpan.FromSeconds(index);

        public Task<IReadOnlyList<Incident>> OfPrefixAsync(int count, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<Incident>>(count >= 8 ? Incidents : []);

        private Incident Incident(ulong id, string attacker) => Sample.Incident([attacker], id: id) with
        {
            First = start + TimeSpan.FromSeconds(5),
            Last = start + TimeSpan.FromSeconds(6),
        };
    }
}
