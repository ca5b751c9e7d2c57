using System.Runtime.CompilerServices;
using NetThreat.Core.Flows;
using NetThreat.Flows.Features;
using NetThreat.Flows.Tcp;
using NetThreat.Packets;

namespace NetThreat.Flows.Conformance;

/// <summary>What is odd about a packet among those of its flow, or about all of them together.</summary>
internal static unsafe class FlowRules
{
    /// <summary>Routes change by a few hops in the life of a flow; another sender is rarely that near.</summary>
    private const int MaxHops = 4;

    /// <summary>Before the tracker has seen the segment.</summary>
    /// <param name="self">The sender's place in sequence space.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Anomaly OfSegment(in TcpEndpoint self, in DecodedPacket p)
    {
        // A keep-alive and a window probe repeat one byte.
        if (p.PayloadLength <= 1 || (int)(self.Last - p.Sequence) <= 1) return Anomaly.None;
        bool tracked = self.State != TcpState.Inactive && (p.Flags & (TcpFlags.Syn | TcpFlags.Rst)) == 0;
        return tracked && (int)(p.Sequence + (uint)p.PayloadLength - self.Last) > 0 ? Anomaly.TcpSegmentOverlap : Anomaly.None;
    }

    /// <summary>Nothing where times to live are not measured.</summary>
    public static Anomaly OfTimesToLive(ExtendedState* measured) =>
        measured != null && (Spread(in measured->Forward) > MaxHops || Spread(in measured->Backward) > MaxHops) ? Anomaly.TtlChange : Anomaly.None;

    private static int Spread(in ExtendedDirection d) => d.MaxTimeToLive - d.MinTimeToLive;
}
