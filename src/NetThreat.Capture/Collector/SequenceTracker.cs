namespace NetThreat.Capture.Collector;

/// <summary>
/// What the sequence numbers of one domain tell: gaps, datagrams out of order, a begin from new. A gap counts as lost once it is old
/// enough that nothing of it can still be on the way.
/// </summary>
/// <param name="maxGap">A jump further ahead is a new numbering, no loss.</param>
/// <param name="maxBehind">A datagram further behind is a new numbering, none out of order.</param>
internal sealed class SequenceTracker(uint maxGap, uint maxBehind)
{
    /// <summary>Datagrams after which a gap is final.</summary>
    private const int ReorderWindow = 64;

    private uint _expected, _last, _behindNext;
    private bool _started, _inclusive;
    private long _open;
    private int _sinceGap;

    /// <summary>Units (records, or datagrams) that were sent and did not come, final.</summary>
    public long Lost { get; private set; }

    /// <summary>Datagrams that came after a later one.</summary>
    public long Reordered { get; private set; }

    /// <summary>Numberings that began anew.</summary>
    public long Restarts { get; private set; }

    /// <param name="units">How many this datagram takes up; null where that cannot be known yet.</param>
    public void Observe(uint sequence, uint? units)
    {
        if (_open > 0 && ++_sinceGap > ReorderWindow) Settle();
        int ahead = Ahead(sequence, units);
        if (!_started || ahead == 0) Continue(sequence, units);
        else if (ahead > 0 && ahead <= maxGap) Gap(ahead, sequence, units);
        else if (ahead < 0 && -(long)ahead <= maxBehind && !(Reordered > 0 && sequence == _behindNext && units > 0)) Behind(sequence, units ?? 0);
        else Restart(sequence, units);
    }

    /// <summary>Forgets where the numbering was: the next datagram begins it.</summary>
    public void Reset()
    {
        Settle();
        _started = false;
    }

    /// <summary>What is missing now will not come any more.</summary>
    public void Settle()
    {
        Lost += _open;
        _open = 0;
    }

    /// <summary>
    /// How many units lie between the last datagram and this one. The number tells what was sent before the datagram (RFC 7011 section 3.1),
    /// and of some exporters (softflowd) what was sent with it: whichever leaves no gap is what this one means.
    /// </summary>
    private int Ahead(uint sequence, uint? units)
    {
        int before = unchecked((int)(sequence - _expected)), with = unchecked((int)(sequence - (units ?? 0) - _last));
        if (before == 0 != (with == 0) && units is not null) _inclusive = with == 0;
        return _inclusive ? with : before;
    }

    private void Continue(uint sequence, uint? units)
    {
        _started = units is not null;
        _expected = sequence + (units ?? 0);
        _last = sequence;
        _behindNext = sequence;
    }

    private void Gap(int missing, uint sequence, uint? units)
    {
        _open += missing;
        _sinceGap = 0;
        Continue(sequence, units);
    }

    private void Behind(uint sequence, uint units)
    {
        Reordered++;
        _open -= Math.Min(_open, units);
        // Two in a row behind are a numbering of its own.
        _behindNext = sequence + units;
    }

    private void Restart(uint sequence, uint? units)
    {
        Settle();
        Restarts++;
        Continue(sequence, units);
    }
}
