using System.Numerics;
using System.Runtime.CompilerServices;
using NetThreat.Packets;

namespace NetThreat.Flows.Features;

/// <summary>Histograms and byte statistics of one direction.</summary>
internal struct ExtendedDirection
{
    public BinCounts Lengths, Gaps;
    public PayloadBytes Payload;

    /// <summary>0 and 0 before the first packet.</summary>
    public byte MinTimeToLive, MaxTimeToLive;
    private bool _any;
    private long _last;

    public void Add(long time, in DecodedPacket p, ReadOnlySpan<byte> frame)
    {
        Lengths.Add(LengthBin(p.PayloadLength));
        if (_any)
        {
            Gaps.Add(GapBin(time - _last));
            if (p.TimeToLive < MinTimeToLive) MinTimeToLive = p.TimeToLive;
            if (p.TimeToLive > MaxTimeToLive) MaxTimeToLive = p.TimeToLive;
        }
        else
        {
            _any = true;
            MinTimeToLive = MaxTimeToLive = p.TimeToLive;
        }

        _last = time;
        if (p.CapturedPayload > 0) Payload.Add(frame.Slice(p.PayloadOffset, p.CapturedPayload));
    }

    /// <summary>0 without payload, then 1 to 63 bytes, and a bin for each power of two up to 2048 and more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LengthBin(int payload) => payload <= 0 ? 0 : Math.Clamp(BitOperations.Log2((uint)payload) - 4, 1, BinCounts.Bins - 1);

    /// <summary>Below 10 us, then a bin for each power of ten up to 10 s and more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int GapBin(long nanoseconds)
    {
        int bin = 0;
        for (long edge = 10_000; bin < BinCounts.Bins - 1 && nanoseconds >= edge; edge *= 10) bin++;
        return bin;
    }
}
