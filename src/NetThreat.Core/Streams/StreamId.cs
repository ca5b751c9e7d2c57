using NetThreat.Core.Time;

namespace NetThreat.Core.Streams;

/// <summary>One start of one sensor, or one file.</summary>
/// <param name="Sensor">The sensor's configured name.</param>
/// <param name="Run">What tells this start from the others: a time-ordered id, or the digest of a file.</param>
public readonly record struct StreamId(string Sensor, string Run)
{
    public override string ToString() => $"{Sensor}/{Run}";
}

/// <summary>Where a sensor watches.</summary>
/// <param name="Site">The namespace of addresses.</param>
/// <param name="ObservationPoint">The tap; sensors at one observation point see the same conversations.</param>
public readonly record struct Vantage(string Site, string ObservationPoint);

/// <summary>A stream's promise: no later record of it in this partition has an event time before <see cref="Time"/>.</summary>
/// <param name="Live">Packets come at their capture time: lagging and silence mean something.</param>
/// <param name="Finished">The stream has ended; nothing follows.</param>
public readonly record struct Watermark(Timestamp Time, bool Live, bool Finished);
