using NetThreat.Core.Time;

namespace NetThreat.Capture.Pacing;

/// <summary>A live source that knows by itself what time it is on its wire.</summary>
public interface IEventClock
{
    /// <summary>Every packet of a later read has a capture time at or after this; null before the first packet is known.</summary>
    Timestamp? Now { get; }
}
