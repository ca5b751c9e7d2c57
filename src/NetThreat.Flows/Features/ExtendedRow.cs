using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Flows.Tcp;

namespace NetThreat.Flows.Features;

/// <summary>Turns the extended state into the columns of <see cref="ExtendedColumns"/>.</summary>
internal static class ExtendedRow
{
    private const double NanosecondsPerMicrosecond = 1e3;

    /// <param name="row">As many places as there are extended columns.</param>
    public static void Fill(Span<double> row, in ExtendedState e, in FlowCounters c, byte protocol)
    {
        var w = new RowWriter(row);
        w.Add(Ratio(c.Responder.PayloadBytes, c.Originator.PayloadBytes));
        bool tcp = protocol == IpProtocol.Tcp;
        Direction(ref w, e.Forward, c.Originator, e.ForwardTcp, tcp);
        Direction(ref w, e.Backward, c.Responder, e.BackwardTcp, tcp);
    }

    private static double Ratio(long a, long b) => b > 0 ? (double)a / b : double.NaN;

    private static void Direction(ref RowWriter w, in ExtendedDirection d, in DirectionCounters c, in TcpQuality q, bool tcp)
    {
        w.Add(c.IpBytes);
        w.Add(Ratio(c.PayloadBytes, c.IpBytes));
        for (int i = 0; i < BinCounts.Bins; i++) w.Add(d.Lengths[i]);
        for (int i = 0; i < BinCounts.Bins; i++) w.Add(d.Gaps[i]);
        w.Add(d.Payload.Entropy);
        w.Add(d.Payload.PrintableShare);
        w.Add(c.Packets > 0 ? d.MinTimeToLive : double.NaN);
        w.Add(c.Packets > 0 ? d.MaxTimeToLive : double.NaN);
        if (tcp) Tcp(ref w, q);
        else w.Unknown(13);
    }

    private static void Tcp(ref RowWriter w, in TcpQuality q)
    {
        w.Add(q.Retransmissions);
        w.Add(q.RetransmittedBytes);
        w.Add(q.OutOfOrder);
        w.Add(q.Overlaps);
        w.Add(q.DuplicateAcks);
        w.Add(q.ZeroWindows);
        w.Add(q.KeepAlives);
        w.Add(q.HasWindowScale ? q.WindowScale : double.NaN);
        w.Add(q.SegmentSize > 0 ? q.SegmentSize : double.NaN);
        w.Add(q.HasHandshake ? q.Handshake / NanosecondsPerMicrosecond : double.NaN);
        w.Add(q.Samples);
        w.Add(q.Samples > 0 ? q.RoundTripMin / NanosecondsPerMicrosecond : double.NaN);
        w.Add(q.Samples > 0 ? q.RoundTripSum / (double)q.Samples / NanosecondsPerMicrosecond : double.NaN);
    }
}
