using NetThreat.Core.Net;
using NetThreat.Flows.Tcp;
using NetThreat.Packets;

namespace NetThreat.Flows.Features;

/// <summary>
/// What the full profile measures of a flow beyond <see cref="FeatureState"/>: histograms, byte statistics, TCP quality and the first
/// packets. It stands apart from the slot, in memory that the basic profile does not have; all zero is the state of a flow without packets.
/// Its size is part of the memory goal: at most 640 bytes. Integers only: a row depends on nothing but the packets. A packet that is older
/// than the one before it counts as simultaneous with it.
/// </summary>
internal struct ExtendedState
{
    public ExtendedDirection Forward, Backward;
    public TcpQuality ForwardTcp, BackwardTcp;
    public FirstPackets First;
    private long _last;

    /// <summary>Takes in one packet, before the TCP tracker has seen it.</summary>
    /// <param name="forward">Sent by the originator.</param>
    /// <param name="time">Capture time in nanoseconds.</param>
    /// <param name="p">The decoded packet.</param>
    /// <param name="frame">The captured bytes that the packet's offsets count in.</param>
    /// <param name="self">The sender's place in sequence space before this packet.</param>
    /// <param name="pieces">The sender's data beyond a hole.</param>
    public void Add(bool forward, long time, in DecodedPacket p, ReadOnlySpan<byte> frame, in TcpEndpoint self, in TcpPieces pieces)
    {
        if (First.Count == 0 || time > _last)
        {
            First.Add(forward, First.Count == 0 ? 0 : time - _last, in p);
            _last = time;
        }
        else
        {
            First.Add(forward, 0, in p);
        }

        (forward ? ref Forward : ref Backward).Add(_last, in p, frame);
        if (p.Protocol != IpProtocol.Tcp) return;
        if (forward) TcpQuality.Add(ref ForwardTcp, ref BackwardTcp, _last, in p, frame, in self, in pieces);
        else TcpQuality.Add(ref BackwardTcp, ref ForwardTcp, _last, in p, frame, in self, in pieces);
    }

    /// <summary>Originator and responder were mistaken for each other.</summary>
    public void ExchangeRoles()
    {
        (Forward, Backward) = (Backward, Forward);
        (ForwardTcp, BackwardTcp) = (BackwardTcp, ForwardTcp);
        First.Exchange();
    }
}
