using NetThreat.Core.Incidents;
using NetThreat.Evaluation;

namespace NetThreat.Tests.Evaluation;

public class CaptureScoreTests
{
    [Fact]
    public void An_incident_of_any_activity_of_the_capture_is_not_false()
    {
        var score = Score([Sample.Label(), Sample.Label(attacker: "10.0.0.5", victim: "10.0.0.6")],
            Sample.Incident(), Sample.Incident(["10.0.0.5"], ["10.0.0.6"], id: 2), Sample.Incident(["10.0.0.5"], ["10.0.0.2"], id: 3));
        Assert.Equal(["incident 1", "incident 2"], score.Activities.Select(a => a.Incident?.Title));
        Assert.Equal(["incident 3"], score.FalseIncidents.Select(i => i.Title));
    }

    [Fact]
    public void Every_incident_of_a_benign_capture_is_false()
    {
        var score = Score([Sample.Label("benign", "-", "-", "-")], Sample.Incident(), Sample.Incident(id: 2));
        Assert.Empty(score.Activities);
        Assert.Equal(2, score.FalseIncidents.Count);
    }

    [Fact]
    public void The_matching_incident_that_opened_first_is_named()
    {
        var score = Score([Sample.Label()], Sample.Incident(id: 1, opened: 140), Sample.Incident(id: 2, opened: 125));
        Assert.Equal("incident 2", score.Activities[0].Incident?.Title);
        Assert.Empty(score.FalseIncidents);
    }

    [Fact]
    public void An_activity_without_an_incident_is_missed() => Assert.Null(Score([Sample.Label()]).Activities.Single().Incident);

    [Fact]
    public void The_report_adds_up_and_divides_by_the_benign_hours()
    {
        EvaluationReport report = new(
        [
            Score([Sample.Label(), Sample.Label("c2_beacon", "T1071.001")], Sample.Incident(), Sample.Incident(["10.0.0.9"], id: 2)),
            Score([Sample.Label("benign", "-", "-", "-")], Sample.Incident(id: 3)),
        ]);
        Assert.Equal((1, 2, 2, 1.0, 2.0), (report.Found, report.Labelled, report.FalseIncidents, report.BenignHours, report.FalsePerHour!.Value));
        Assert.Equal([new ClassTotal("c2_beacon", 0, 1, null), new ClassTotal("port_scan_vertical", 1, 1, null)], report.Classes);
    }

    [Fact]
    public void Without_benign_time_there_is_no_rate() => Assert.Null(new EvaluationReport([]).FalsePerHour);

    private static CaptureScore Score(LabelledActivity[] labels, params Incident[] incidents) =>
        CaptureScore.Of("a.pcap", labels, Sample.Start, incidents, 0.5, 10);
}
