using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Flows.Table;

namespace NetThreat.Flows.Features;

/// <summary>Turns running state into a row in the order of <see cref="FlowFeatures.Schema"/>.</summary>
internal static unsafe class FeatureRow
{
    private const double NanosecondsPerMicrosecond = 1e3;
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Fills the CICFlowMeter columns.</summary>
    /// <param name="row">At least <see cref="FlowFeatures.CicColumns"/> places.</param>
    public static void Fill(Span<double> row, in FeatureState f, in RareState rare, in FlowCounters c, byte protocol)
    {
        long forward = c.Originator.Packets, backward = c.Responder.Packets, packets = c.Packets;
        long bytes = c.Originator.PayloadBytes + c.Responder.PayloadBytes;
        long first = forward == 0 ? f.Backward.First : backward == 0 ? f.Forward.First : Math.Min(f.Forward.First, f.Backward.First);
        long last = Math.Max(forward == 0 ? first : f.Forward.Last, backward == 0 ? first : f.Backward.Last);
        double duration = last - first, seconds = duration / NanosecondsPerSecond;
        var w = new RowWriter(row);
        w.Add(duration / NanosecondsPerMicrosecond);
        w.Add(forward);
        w.Add(backward);
        w.Add(c.Originator.PayloadBytes);
        w.Add(c.Responder.PayloadBytes);
        Lengths(ref w, f.Forward, c.Originator);
        Lengths(ref w, f.Backward, c.Responder);
        w.Add(Ratio(bytes, seconds));
        w.Add(Ratio(packets, seconds));
        Gaps(ref w, f.Gaps, packets - 1, last - first);
        Directed(ref w, f.Forward, forward);
        Directed(ref w, f.Backward, backward);
        w.Add(f.ForwardPsh);
        w.Add(f.BackwardPsh);
        w.Add(f.ForwardUrg);
        w.Add(f.BackwardUrg);
        w.Add(f.Forward.HeaderBytes);
        w.Add(f.Backward.HeaderBytes);
        w.Add(Ratio(forward, seconds));
        w.Add(Ratio(backward, seconds));
        AllLengths(ref w, f, c);
        for (int i = 0; i < 6; i++) w.Add(f.Flags[i]);
        w.Add(f.Flags[7]);
        w.Add(f.Flags[6]);
        w.Add(Ratio(backward, forward));
        w.Add(Ratio(bytes, packets));
        w.Add(Ratio(c.Originator.PayloadBytes, forward));
        w.Add(Ratio(c.Responder.PayloadBytes, backward));
        Bulk(ref w, rare.ForwardBulk);
        Bulk(ref w, rare.BackwardBulk);
        Subflows(ref w, c, f.SubflowBreaks + 1.0);
        bool tcp = protocol == IpProtocol.Tcp;
        w.Add(tcp && forward > 0 ? f.Forward.InitialWindow : double.NaN);
        w.Add(tcp && backward > 0 ? f.Backward.InitialWindow : double.NaN);
        w.Add(f.Forward.DataPackets);
        w.Add(forward > 0 ? f.Forward.MinHeader : double.NaN);
        var active = rare.Active;
        if (last > f.ActiveStart) active.Add(last - f.ActiveStart);
        Periods(ref w, active);
        Periods(ref w, rare.Idle);
    }

    private static double Ratio(double a, double b) => b > 0 ? a / b : double.NaN;

    private static void Lengths(ref RowWriter w, in DirectionFeatures d, in DirectionCounters c)
    {
        if (c.Packets == 0)
        {
            w.Unknown(4);
            return;
        }

        w.Add(d.MaxLength);
        w.Add(d.MinLength);
        w.Add((double)c.PayloadBytes / c.Packets);
        w.Add(Math.Sqrt(LengthVariance(d.LengthSquares, c.PayloadBytes, c.Packets)));
    }

    private static void AllLengths(ref RowWriter w, in FeatureState f, in FlowCounters c)
    {
        bool forward = c.Originator.Packets > 0, backward = c.Responder.Packets > 0;
        w.Add(!backward ? f.Forward.MinLength : !forward ? f.Backward.MinLength : Math.Min(f.Forward.MinLength, f.Backward.MinLength));
        w.Add(Math.Max(f.Forward.MaxLength, f.Backward.MaxLength));
        long sum = c.Originator.PayloadBytes + c.Responder.PayloadBytes;
        w.Add((double)sum / c.Packets);
        double variance = LengthVariance((UInt128)f.Forward.LengthSquares + f.Backward.LengthSquares, sum, c.Packets);
        w.Add(Math.Sqrt(variance));
        w.Add(variance);
    }

    private static double LengthVariance(UInt128 squares, long sum, long n)
    {
        if (n < 2) return 0;
        UInt128 left = squares * (ulong)n, right = (UInt128)(ulong)sum * (ulong)sum;
        return left > right ? (double)(left - right) / ((double)n * (n - 1)) : 0;
    }

    private static void Directed(ref RowWriter w, in DirectionFeatures d, long packets)
    {
        if (packets < 2)
        {
            w.Unknown(5);
            return;
        }

        long sum = d.Last - d.First;
        w.Add(sum / NanosecondsPerMicrosecond);
        Gaps(ref w, d.Gaps, packets - 1, sum);
    }

    private static void Gaps(ref RowWriter w, in GapStatistics g, long count, long sum)
    {
        if (count < 1)
        {
            w.Unknown(4);
            return;
        }

        w.Add(sum / (double)count / NanosecondsPerMicrosecond);
        w.Add(Math.Sqrt(g.Squares.Variance(count, (ulong)sum)) / NanosecondsPerMicrosecond);
        w.Add(g.Max / NanosecondsPerMicrosecond);
        w.Add(g.Min / NanosecondsPerMicrosecond);
    }

    private static void Bulk(ref RowWriter w, in BulkTotals b)
    {
        w.Add(b.Bulks == 0 ? 0 : (double)b.Bytes / b.Bulks);
        w.Add(b.Bulks == 0 ? 0 : (double)b.Packets / b.Bulks);
        w.Add(b.Duration == 0 ? 0 : b.Bytes / (b.Duration / NanosecondsPerSecond));
    }

    private static void Subflows(ref RowWriter w, in FlowCounters c, double subflows)
    {
        w.Add(c.Originator.Packets / subflows);
        w.Add(c.Originator.PayloadBytes / subflows);
        w.Add(c.Responder.Packets / subflows);
        w.Add(c.Responder.PayloadBytes / subflows);
    }

    private static void Periods(ref RowWriter w, in PeriodStatistics p)
    {
        w.Add(p.Count == 0 ? 0 : (double)p.Sum / p.Count / NanosecondsPerMicrosecond);
        w.Add(Math.Sqrt(p.Squares.Variance(p.Count, p.Sum)) / NanosecondsPerMicrosecond);
        w.Add(p.Max / NanosecondsPerMicrosecond);
        w.Add(p.Min / NanosecondsPerMicrosecond);
    }
}
