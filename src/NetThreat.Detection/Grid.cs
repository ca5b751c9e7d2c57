using NetThreat.Core.Time;

namespace NetThreat.Detection;

/// <summary>
/// The grid of event time on which evidence is weighed and host summaries are cut. Fixed: finding ids and revisions depend on it.
/// </summary>
internal static class Grid
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Start of the interval that contains the time.</summary>
    public static Timestamp Start(Timestamp time) => time == Timestamp.MaxValue || time == Timestamp.MinValue ? time : time.Floor(Interval);

    /// <summary>End of the interval that contains the time.</summary>
    public static Timestamp End(Timestamp time) => Start(time) + Interval;
}
