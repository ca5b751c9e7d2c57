using NetThreat.Capture.Live;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Testing.Captures;
using NetThreat.Testing.Packets;

namespace NetThreat.Tests.Capture.Live;

/// <summary>An interface that does what a test says: packets it holds, and whether it is there.</summary>
internal sealed class FakeCapture : ILiveCapture
{
    private readonly List<GuardedBytes> _memory = [];

    public Queue<RecordedPacket[]> Waiting { get; } = new();

    public int Mtu { get; init; } = 1500;

    public string Fault { get; set; } = "";

    public double Fill { get; set; }

    public LiveCounters Counters { get; set; }

    public bool Stopped { get; private set; }

    public bool Disposed { get; private set; }

    public PacketFlags Flags { get; init; }

    public LiveRead Read(PacketBatch batch, TimeSpan wait)
    {
        batch.Clear();
        if (!Waiting.TryDequeue(out var packets)) return Fault.Length > 0 ? LiveRead.Gone : LiveRead.Silence;
        foreach (var p in packets)
        {
            var memory = new GuardedBytes(p.Data.Length);
            _memory.Add(memory);
            batch.Add(memory.Place(p.Data, wireLength: p.WireLength, time: new Timestamp(p.Nanoseconds)).With(Flags));
        }

        return LiveRead.Packets;
    }

    public LiveCounters Count() => Counters;

    public void StopIntake() => Stopped = true;

    public void Dispose()
    {
        Disposed = true;
        _memory.ForEach(m => m.Dispose());
    }
}
