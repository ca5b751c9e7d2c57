using NetThreat.Capture.Pacing;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Sensor;

/// <summary>
/// What time it is on a live wire that is silent: the last packet's time plus the wall time since it came, minus a guard. Before the first
/// packet it is the wall's time, since a live capture stamps packets with it.
/// </summary>
public sealed class WireClock(IPacketSource source, TimeProvider time, TimeSpan guard)
{
    private Timestamp _lastPacket = Timestamp.MinValue;
    private long _lastTick;

    /// <summary>Notes that packets came, the newest of this capture time.</summary>
    public void Saw(Timestamp newest)
    {
        _lastPacket = Timestamp.Max(_lastPacket, newest);
        _lastTick = time.GetTimestamp();
    }

    /// <summary>No packet before this time will come; <see cref="Timestamp.MinValue"/> where nothing is known.</summary>
    public Timestamp Now
    {
        get
        {
            if (source is IEventClock own) return own.Now ?? Timestamp.MinValue;
            if (_lastPacket == Timestamp.MinValue) return Timestamp.FromDateTimeOffset(time.GetUtcNow()) - guard;
            return _lastPacket + time.GetElapsedTime(_lastTick) - guard;
        }
    }
}
