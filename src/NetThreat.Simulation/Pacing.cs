namespace NetThreat.Simulation;

/// <summary>Ties simulated time to a clock, so that packets come at their time as from an interface.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Speed">Simulated seconds per second of the clock.</param>
/// <param name="PollInterval">How long a read waits for a packet before it returns with none.</param>
public sealed record Pacing(TimeProvider Clock, double Speed, TimeSpan PollInterval)
{
    public static Pacing RealTime(TimeProvider clock) => new(clock, 1, TimeSpan.FromMilliseconds(20));
}
