using NetThreat.Capture.Files;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Pacing;

/// <summary>Lets another source's packets out at the pace of their capture times, or a multiple of it, as a wire would.</summary>
public sealed class PacedSource : IPacketSource, IEventClock, IWarningSource
{
    /// <summary>A century: keeps the arithmetic inside a TimeSpan whatever the factor.</summary>
    private const double MaxSeconds = 100 * 365.25 * 86_400;

    private readonly IPacketSource _inner;
    private readonly double _factor;
    private readonly TimeProvider _time;
    private readonly TimeSpan _poll;
    private readonly PacketBatch _waiting;
    private int _given;
    private bool _started;
    private bool _ended;
    private Timestamp _firstPacket;
    private long _firstTick;

    /// <param name="inner">Owned: disposed with this source.</param>
    /// <param name="factor">1 is the capture's own pace, 10 ten times faster.</param>
    /// <param name="poll">How long a read without a due packet waits before it returns empty; 100 ms by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not a positive number.</exception>
    public PacedSource(IPacketSource inner, double factor, TimeProvider time, TimeSpan? poll = null)
    {
        if (!(factor > 0) || double.IsInfinity(factor)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "the pace must be above 0");
        _inner = inner;
        _factor = factor;
        _time = time;
        _poll = poll ?? TimeSpan.FromMilliseconds(100);
        _waiting = new PacketBatch();
    }

    public string Name => _inner.Name;

    public bool IsLive => true;

    public IReadOnlyList<LedgerLoss> Losses => _inner.Losses;

    public IReadOnlyList<string> Warnings => (_inner as IWarningSource)?.Warnings ?? [];

    /// <inheritdoc/>
    public Timestamp? Now
    {
        get
        {
            if (!_started) return null;
            var paced = _firstPacket + TimeSpan.FromSeconds(Math.Min(_time.GetElapsedTime(_firstTick).TotalSeconds * _factor, MaxSeconds));
            // The packet that comes next is known, or unknown and then no earlier than the last one.
            return Timestamp.Min(paced, _waiting.Packets[Math.Min(_given, _waiting.Count - 1)].Time);
        }
    }

    public bool Read(PacketBatch batch, CancellationToken cancellation)
    {
        batch.Clear();
        if (_given == _waiting.Count && !Refill(cancellation)) return false;
        var wait = UntilDue(_waiting.Packets[_given].Time);
        if (wait > TimeSpan.Zero) Wait(wait < _poll ? wait : _poll, cancellation);
        while (_given < _waiting.Count && !batch.IsFull && UntilDue(_waiting.Packets[_given].Time) <= TimeSpan.Zero)
            batch.Add(_waiting.Packets[_given++]);
        return true;
    }

    public void Dispose() => _inner.Dispose();

    /// <summary>Only when all of the inner batch is given out: its bytes move then.</summary>
    private bool Refill(CancellationToken cancellation)
    {
        if (_ended) return false;
        do
        {
            _ended = !_inner.Read(_waiting, cancellation);
        }
        while (!_ended && _waiting.Count == 0);
        if (_ended) return false;
        _given = 0;
        if (!_started) Start(_waiting.Packets[0].Time);
        return true;
    }

    private void Start(Timestamp first)
    {
        _started = true;
        _firstPacket = first;
        _firstTick = _time.GetTimestamp();
    }

    private TimeSpan UntilDue(Timestamp packet) =>
        TimeSpan.FromSeconds(Math.Clamp((packet - _firstPacket).TotalSeconds / _factor, 0, MaxSeconds)) - _time.GetElapsedTime(_firstTick);

    private void Wait(TimeSpan duration, CancellationToken cancellation)
    {
        using var due = new ManualResetEventSlim();
        using var timer = _time.CreateTimer(static s => ((ManualResetEventSlim)s!).Set(), due, duration, Timeout.InfiniteTimeSpan);
        due.Wait(cancellation);
    }
}
