using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetThreat.Flows.Features;

/// <summary>
/// The running state behind a feature row: integers only, so that a row depends on nothing but the packets. A packet that is older than
/// the one before it counts as simultaneous with it.
/// </summary>
internal struct FeatureState
{
    /// <summary>A longer gap ends a subflow.</summary>
    public const long SubflowGap = 1_000_000_000;

    /// <summary>A longer gap is idle time and ends an active period.</summary>
    public const long IdleGap = 5_000_000_000;

    public DirectionFeatures Forward, Backward;
    public GapStatistics Gaps;
    public uint SubflowBreaks;
    public long ActiveStart;
    public PeriodStatistics Active, Idle;
    private long _last;

    /// <param name="forward">Sent by the originator.</param>
    /// <param name="time">Capture time in nanoseconds.</param>
    /// <param name="directionPackets">Packets of this direction before this one.</param>
    /// <param name="flowPackets">Packets of the flow before this one.</param>
    /// <param name="payload">Payload bytes on the wire.</param>
    /// <param name="header">Transport header bytes.</param>
    /// <param name="flags">The TCP flags byte.</param>
    /// <param name="window">The TCP window field.</param>
    public void Add(bool forward, long time, long directionPackets, long flowPackets, uint payload, uint header, byte flags, uint window)
    {
        if (flowPackets == 0) ActiveStart = _last = time;
        else AddGap(time, flowPackets == 1);
        ref DirectionFeatures d = ref forward ? ref Forward : ref Backward;
        AddToDirection(ref d, _last, directionPackets, payload, header, flags, window);
        if (payload == 0) return;
        d.DataPackets++;
        d.Bulk.Add(_last, payload);
        (forward ? ref Backward : ref Forward).Bulk.Interrupt();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddGap(long time, bool first)
    {
        long gap = Math.Max(0, time - _last);
        Gaps.Add(gap, first);
        if (gap > SubflowGap)
        {
            SubflowBreaks++;
            if (gap > IdleGap)
            {
                if (_last > ActiveStart) Active.Add(_last - ActiveStart);
                Idle.Add(gap);
                ActiveStart = time;
            }
        }

        _last += gap;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddToDirection(ref DirectionFeatures d, long time, long packets, uint payload, uint header, byte flags, uint window)
    {
        if (packets == 0)
        {
            d.First = d.Last = time;
            d.InitialWindow = window;
            d.MinLength = payload;
            d.MinHeader = header;
        }
        else
        {
            d.Gaps.Add(time - d.Last, packets == 1);
            d.Last = time;
        }

        if (payload < d.MinLength) d.MinLength = payload;
        if (payload > d.MaxLength) d.MaxLength = payload;
        if (header < d.MinHeader) d.MinHeader = header;
        d.LengthSquares += (ulong)payload * payload;
        d.HeaderBytes += header;
        var bits = Vector256.Create(1u, 2u, 4u, 8u, 16u, 32u, 64u, 128u);
        d.Flags -= Vector256.Equals(Vector256.Create((uint)flags) & bits, bits);
    }
}
