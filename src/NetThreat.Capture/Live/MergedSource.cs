using NetThreat.Capture.Files;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Live;

/// <summary>
/// Several interfaces as one stream in order of time: the two directions of a tap, or the ports of a bond. A packet waits until no other
/// interface can bring an earlier one, at most <paramref name="hold"/>.
/// </summary>
/// <param name="sources">Owned: disposed with this source.</param>
/// <param name="hold">How late an interface may hand over a packet; above its buffer's timeout.</param>
internal sealed class MergedSource(IReadOnlyList<InterfaceSource> sources, TimeSpan hold, TimeProvider time)
    : IPacketSource, IWarningSource, IPressureSource, IStoppableSource
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    private readonly Leg[] _legs = [.. sources.Select(s => new Leg(s))];

    public string Name => string.Join('+', sources.Select(s => s.Name));

    public bool IsLive => true;

    public double Pressure => sources.Max(s => s.Pressure);

    public IReadOnlyList<LedgerLoss> Losses =>
        [.. sources.SelectMany(s => s.Losses).GroupBy(l => l.Reason).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new LedgerLoss(g.Key, g.Sum(l => l.Count)))];

    public IReadOnlyList<string> Warnings => [.. sources.SelectMany(s => s.Warnings)];

    public bool Read(PacketBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        foreach (var leg in _legs) leg.Refill(TimeSpan.Zero, time, cancellation);
        Merge(batch);
        if (batch.Count > 0) return true;
        if (_legs.All(l => l.Ended && l.IsEmpty)) return false;
        // The longest silent leg is the one that holds the others back.
        if (_legs.Where(l => l is { IsEmpty: true, Ended: false }).MinBy(l => l.QuietSince) is { } leg2) leg2.Refill(s_look, time, cancellation);
        Merge(batch);
        return true;
    }

    public void StopIntake()
    {
        foreach (var s in sources) s.StopIntake();
    }

    public void Dispose()
    {
        foreach (var s in sources) s.Dispose();
    }

    /// <summary>Ends with the first leg that is used up: its next packets may be earlier than all others, and to read them would move its bytes.</summary>
    private void Merge(PacketBatch batch)
    {
        while (!batch.IsFull)
        {
            Leg? first = null;
            var floor = Timestamp.MaxValue;
            foreach (var leg in _legs)
            {
                if (leg.IsEmpty) floor = leg.Ended ? floor : Timestamp.Min(floor, leg.QuietSince - hold);
                else if (first is null || leg.Head.Time < first.Head.Time) first = leg;
            }

            if (first is null || first.Head.Time > floor) return;
            batch.Add(first.Head);
            if (first.Next()) return;
        }
    }

    /// <summary>One interface with the packets it has given and that wait for their turn.</summary>
    private sealed class Leg(InterfaceSource source)
    {
        private readonly PacketBatch _batch = new();
        private int _at;

        public bool IsEmpty => _at == _batch.Count;

        public bool Ended { get; private set; }

        public ref readonly CapturedPacket Head => ref _batch.Packets[_at];

        /// <summary>When this leg was last seen to have nothing.</summary>
        public Timestamp QuietSince { get; private set; } = Timestamp.MinValue + TimeSpan.FromDays(1);

        /// <returns>True when that was the last one.</returns>
        public bool Next() => ++_at == _batch.Count;

        public void Refill(TimeSpan wait, TimeProvider time, CancellationToken cancellation)
        {
            if (!IsEmpty || Ended) return;
            // Taken before the look: what comes after the look is later.
            var now = Timestamp.FromDateTimeOffset(time.GetUtcNow());
            Ended = !source.Read(_batch, wait, cancellation);
            _at = 0;
            if (_batch.Count == 0) QuietSince = now;
        }
    }
}
