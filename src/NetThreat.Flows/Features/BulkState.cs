using NetThreat.Flows.Table;

namespace NetThreat.Flows.Features;

/// <summary>What the bulk transfers of one direction came to.</summary>
internal struct BulkTotals
{
    public uint Bulks;
    public ulong Packets, Bytes, Duration;
}

/// <summary>
/// Bulk transfers of one direction: at least four packets with payload, none of the other direction's with payload between, gaps of at
/// most one second.
/// </summary>
internal struct BulkState
{
    private const long MaxGap = 1_000_000_000;
    private const int MinPackets = 4;

    private long _start, _last;

    /// <summary>Bytes of the run's first packets, until it is a bulk; meaningless afterwards.</summary>
    private uint _runBytes;
    private uint _run;

    /// <summary>A packet with payload of this direction.</summary>
    public unsafe void Add(ref FlowSlot flow, bool forward, long time, uint size)
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
        if (_run >= MinPackets)
        {
            RareState* rare = flow.OwnRare();
            Count(ref forward ? ref rare->ForwardBulk : ref rare->BackwardBulk, time, size);
        }

        _last = time;
    }

    /// <summary>The other direction sent payload: the run is over.</summary>
    public void Interrupt() => _run = 0;

    private readonly void Count(ref BulkTotals totals, long time, uint size)
    {
        bool begins = _run == MinPackets;
        if (begins) totals.Bulks++;
        totals.Packets += begins ? MinPackets : 1UL;
        totals.Bytes += begins ? _runBytes : size;
        totals.Duration += (ulong)(time - (begins ? _start : _last));
    }
}
