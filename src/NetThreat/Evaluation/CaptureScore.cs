using NetThreat.Core.Incidents;
using NetThreat.Core.Time;

namespace NetThreat.Evaluation;

/// <summary>Whether one activity was found.</summary>
/// <param name="Incident">The matching incident that opened first; null where it was missed.</param>
/// <param name="TimeToDetect">Null until measured, or where it was missed.</param>
internal sealed record ActivityScore(LabelledActivity Activity, Incident? Incident, TimeSpan? TimeToDetect = null);

/// <summary>What one capture gave.</summary>
/// <param name="Start">Time of its first packet.</param>
/// <param name="Activities">The malicious ones in the order of the labels.</param>
/// <param name="FalseIncidents">Incidents that match none of them, in order of opening.</param>
internal sealed record CaptureScore(
    string File, Timestamp Start, IReadOnlyList<ActivityScore> Activities, IReadOnlyList<Incident> FalseIncidents, double BenignHours, long Packets)
{
    /// <summary>Applies <see cref="MatchRule"/> to every pair.</summary>
    public static CaptureScore Of(
        string file, IReadOnlyList<LabelledActivity> activities, Timestamp start, IReadOnlyList<Incident> incidents, double benignHours, long packets)
    {
        var ordered = incidents.OrderBy(i => i.Opened).ThenBy(i => i.Id).ToList();
        var malicious = activities.Where(a => !a.Row.IsBenign).ToList();
        return new(
            file, start, [.. malicious.Select(a => new ActivityScore(a, ordered.FirstOrDefault(i => MatchRule.Matches(a, i, start))))],
            [.. ordered.Where(i => !malicious.Exists(a => MatchRule.Matches(a, i, start)))], benignHours, packets);
    }
}
