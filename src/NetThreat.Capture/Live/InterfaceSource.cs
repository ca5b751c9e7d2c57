using NetThreat.Capture.Files;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Live;

/// <summary>
/// An interface as a source that goes on: when the interface goes away or down, the source is blind, says so, and opens it again when it is
/// back. Every packet that the system below counted is given, or is a loss by name.
/// </summary>
public sealed class InterfaceSource : IPacketSource, IWarningSource, IPressureSource, IStoppableSource
{
    /// <summary>How long a read waits for a packet.</summary>
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits without a packet after which what a stopped capture still owes will not come: some times what a buffer may hold back.</summary>
    private readonly TimeSpan _patience;

    private readonly Func<ILiveCapture> _open;
    private readonly TimeProvider _time;
    private readonly BlindTime _blind;
    private readonly OffloadWatch _offload;
    private ILiveCapture? _capture;
    private LiveCounters _before;
    private long _given, _givenBefore, _unread;
    private TimeSpan _retry;
    private readonly (TimeSpan Min, TimeSpan Max) _retries;
    private long _lostAt;
    private TimeSpan _waited;
    private bool _stopping;

    /// <param name="open">Opens the interface; throws <see cref="CaptureException"/> while that cannot be. Called at once.</param>
    /// <exception cref="CaptureException">The interface cannot be opened.</exception>
    public InterfaceSource(string name, Func<ILiveCapture> open, CaptureOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(options);
        (Name, _open, _time, _retries) = (name, open, time, (options.MinRetry, options.MaxRetry));
        _patience = 3 * (s_poll + options.BlockTimeout);
        _blind = new(name, time);
        _offload = new(name);
        _capture = open();
        _offload.Mtu = _capture.Mtu;
    }

    public string Name { get; }

    public bool IsLive => true;

    public double Pressure => _capture?.Fill ?? 0;

    /// <summary>Packets given so far.</summary>
    public long Given => _given;

    /// <summary>What the system below counted, over all openings.</summary>
    public LiveCounters Counters => Sum(_before, _capture?.Count() ?? default);

    public IReadOnlyList<LedgerLoss> Losses
    {
        get
        {
            var c = Counters;
            LedgerLoss[] all = [new("blind_interval", _blind.Intervals), new("interface_drop", c.InterfaceDropped), new("kernel_drop", c.Dropped), new("unread_at_stop", _unread)];
            return [.. all.Where(l => l.Count > 0)];
        }
    }

    public IReadOnlyList<string> Warnings
    {
        get
        {
            var c = Counters;
            string[] drops = c.Dropped > 0 ? [$"'{Name}': the kernel dropped {c.Dropped} packets in {Math.Max(1, c.Freezes)} times that the buffer was full: raise Capture:RingBytes, or see what slows the sensor"] : [];
            return [.. _blind.Words, .. drops, .. _offload.Warnings];
        }
    }

    public bool Read(PacketBatch batch, CancellationToken cancellation) => Read(batch, s_poll, cancellation);

    /// <summary>As <see cref="Read(PacketBatch, CancellationToken)"/>, with a wait of one's own.</summary>
    public bool Read(PacketBatch batch, TimeSpan wait, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        cancellation.ThrowIfCancellationRequested();
        if (_capture is null) return Reopen(wait, cancellation);
        switch (_capture.Read(batch, wait))
        {
            case LiveRead.Packets:
                _waited = TimeSpan.Zero;
                _given += batch.Count;
                _offload.Saw(batch.Packets);
                return true;
            case LiveRead.Gone:
                Lose();
                return !_stopping;
            default:
                return !(_stopping && IsDrained(wait));
        }
    }

    public void StopIntake()
    {
        _stopping = true;
        _capture?.StopIntake();
    }

    public void Dispose() => _capture?.Dispose();

    private bool IsDrained(TimeSpan waited)
    {
        if (Owed == 0) return true;
        _waited += waited;
        if (_waited < _patience) return false;
        _unread += Owed;
        return true;
    }

    /// <summary>What the open capture received and has neither dropped nor given.</summary>
    private long Owed
    {
        get
        {
            var c = _capture!.Count();
            return Math.Max(0, c.Received - c.Dropped - (_given - _givenBefore));
        }
    }

    private void Lose()
    {
        _unread += Owed;
        _before = Sum(_before, _capture!.Count());
        _givenBefore = _given;
        _blind.Begin(_capture.Fault);
        _capture.Dispose();
        _capture = null;
        (_lostAt, _retry) = (_time.GetTimestamp(), _retries.Min);
    }

    private bool Reopen(TimeSpan wait, CancellationToken cancellation)
    {
        if (_stopping) return false;
        if (_time.GetElapsedTime(_lostAt) < _retry)
        {
            Pause.For(wait < _retry ? wait : _retry, _time, cancellation);
            return true;
        }

        try
        {
            _capture = _open();
            _offload.Mtu = _capture.Mtu;
            _blind.End();
        }
        catch (CaptureException e)
        {
            _blind.StillBecause(e.Message);
            (_lostAt, _retry) = (_time.GetTimestamp(), _retry * 2 < _retries.Max ? _retry * 2 : _retries.Max);
        }

        return true;
    }

    private static LiveCounters Sum(LiveCounters a, LiveCounters b) =>
        new(a.Received + b.Received, a.Dropped + b.Dropped, a.InterfaceDropped + b.InterfaceDropped, a.Freezes + b.Freezes);
}
