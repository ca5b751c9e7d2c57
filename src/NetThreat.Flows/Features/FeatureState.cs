using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetThreat.Flows.Table;
using NetThreat.Packets;

namespace NetThreat.Flows.Features;

/// <summary>
/// The running state behind a feature row: integers only, so that a row depends on nothing but the packets. A packet that is older than
/// the one before it counts as simultaneous with it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FeatureState
{
    /// <summary>A longer gap ends a subflow.</summary>
    public const long SubflowGap = 1_000_000_000;

    /// <summary>A longer gap is idle time and ends an active period.</summary>
    public const long IdleGap = 5_000_000_000;

    private const int FlagKinds = 8, Psh = 3, Urg = 5;

    public DirectionFeatures Forward, Backward;
    public GapStatistics Gaps;
    public long ActiveStart;

    /// <summary>How many packets had each flag, from FIN to CWR.</summary>
    public fixed uint Flags[FlagKinds];

    /// <summary>Those of the originator.</summary>
    public uint ForwardPsh, ForwardUrg;
    public uint SubflowBreaks;

    public readonly uint BackwardPsh => Flags[Psh] - ForwardPsh;

    public readonly uint BackwardUrg => Flags[Urg] - ForwardUrg;

    /// <summary>Takes in one packet, before the flow's counters do.</summary>
    /// <param name="flow">The flow that the state belongs to.</param>
    /// <param name="forward">Sent by the originator.</param>
    /// <param name="time">Capture time in nanoseconds.</param>
    public static void Add(ref FlowSlot flow, bool forward, long time, in DecodedPacket p)
    {
        ref FeatureState f = ref flow.Features;
        long originator = flow.Originator.Packets, responder = flow.Responder.Packets, packets = originator + responder;
        long last = time;
        if (packets == 0) f.ActiveStart = time;
        else last = f.AddGap(ref flow, time, f.Latest(originator, responder), packets == 1);
        uint payload = (uint)p.PayloadLength;
        ref DirectionFeatures d = ref forward ? ref f.Forward : ref f.Backward;
        AddToDirection(ref d, last, forward ? originator : responder, payload, in p);
        f.AddFlags((uint)p.Flags, forward);
        if (payload == 0) return;
        d.DataPackets++;
        d.Bulk.Add(ref flow, forward, last, payload);
        (forward ? ref f.Backward : ref f.Forward).Bulk.Interrupt();
    }

    public void ExchangeRoles()
    {
        (Forward, Backward) = (Backward, Forward);
        (ForwardPsh, ForwardUrg) = (BackwardPsh, BackwardUrg);
    }

    /// <summary>Time of the flow's latest packet so far.</summary>
    private readonly long Latest(long originator, long responder) =>
        originator == 0 ? Backward.Last : responder == 0 ? Forward.Last : Math.Max(Forward.Last, Backward.Last);

    /// <returns>Time of the latest packet, this one included.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long AddGap(ref FlowSlot flow, long time, long last, bool first)
    {
        long gap = Math.Max(0, time - last);
        Gaps.Add(gap, first);
        if (gap > SubflowGap)
        {
            SubflowBreaks++;
            if (gap > IdleGap)
            {
                RareState* rare = flow.OwnRare();
                if (last > ActiveStart) rare->Active.Add(last - ActiveStart);
                rare->Idle.Add(gap);
                ActiveStart = time;
            }
        }

        return last + gap;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddFlags(uint flags, bool forward)
    {
        if (flags == 0) return;
        var bits = Vector256.Create(1u, 2u, 4u, 8u, 16u, 32u, 64u, 128u);
        ref uint counts = ref Flags[0];
        (Vector256.LoadUnsafe(ref counts) - Vector256.Equals(Vector256.Create(flags) & bits, bits)).StoreUnsafe(ref counts);
        if (!forward) return;
        ForwardPsh += flags >> Psh & 1;
        ForwardUrg += flags >> Urg & 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddToDirection(ref DirectionFeatures d, long time, long packets, uint payload, in DecodedPacket p)
    {
        ushort header = (ushort)p.TransportHeaderLength;
        if (packets == 0)
        {
            d.First = d.Last = time;
            d.InitialWindow = p.Window;
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
    }
}
