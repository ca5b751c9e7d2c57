namespace NetThreat.Flows.Features;

/// <summary>
/// Bulk transfers of one direction: at least four packets with payload, none of the other direction's with payload between, gaps of at
/// most one second.
/// </summary>
internal struct BulkState
{
    private const long MaxGap = 1_000_000_000;
    private const int MinPackets = 4;

    public uint Bulks;
    public ulong Packets, Bytes, Duration;
    private long _start, _last;
    private uint _run;
    private ulong _runBytes;

    /// <summary>A packet with payload of this direction.</summary>
    public void Add(long time, uint size)
    {
        if (_run == 0 || time - _last > MaxGap)
        {
            _start = _last = time;
            _run = 1;
            _runBytes = size;
            return;
        }

        if (_run < uint.MaxValue) _run++;
        _runBytes += size;
        if (_run == MinPackets)
        {
            Bulks++;
            Packets += MinPackets;
            Bytes += _runBytes;
            Duration += (ulong)(time - _start);
        }
        else if (_run > MinPackets)
        {
            Packets++;
            Bytes += size;
            Duration += (ulong)(time - _last);
        }

        _last = time;
    }

    /// <summary>The other direction sent payload: the run is over.</summary>
    public void Interrupt() => _run = 0;
}
