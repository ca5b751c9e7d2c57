using NetThreat.Flows.Features;
using NetThreat.Packets;

namespace NetThreat.Flows.Cic;

/// <summary>The 76 columns of a flow as CICFlowMeter prints them, infinite and undefined rates included.</summary>
internal static class CicRow
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>
    /// Error: counts are printed in the order of a hash table's buckets, under headings in the order FIN, SYN, RST, PSH, ACK, URG, CWR, ECE.
    /// </summary>
    private static readonly TcpFlags[] PrintedFlags =
        [TcpFlags.Rst, TcpFlags.Psh, TcpFlags.Ece, TcpFlags.Syn, TcpFlags.Ack, TcpFlags.Fin, TcpFlags.Urg, TcpFlags.Cwr];

    public static double[] Of(CicFlow f)
    {
        double[] row = new double[FlowFeatures.CicColumns];
        var w = new RowWriter(row);
        long duration = f.Last - f.Start, bytes = f.Forward.Sum + f.Backward.Sum;
        double seconds = duration / MicrosecondsPerSecond;
        w.Add(duration);
        w.Add(f.Forward.Count);
        w.Add(f.Backward.Count);
        w.Add(f.Forward.Sum);
        w.Add(f.Backward.Sum);
        Lengths(ref w, f.Forward);
        Lengths(ref w, f.Backward);
        // Error: without duration a division by zero, printed as Infinity or NaN.
        w.Add(bytes / seconds);
        w.Add(f.Packets / seconds);
        Times(ref w, f.Gaps);
        w.Add(f.ForwardGaps.Sum);
        Times(ref w, f.ForwardGaps);
        w.Add(f.BackwardGaps.Sum);
        Times(ref w, f.BackwardGaps);
        Flag(ref w, f, TcpFlags.Psh);
        Flag(ref w, f, TcpFlags.Urg);
        w.Add(f.ForwardHeader);
        w.Add(f.BackwardHeader);
        w.Add(duration > 0 ? f.Forward.Count / seconds : 0);
        w.Add(duration > 0 ? f.Backward.Count / seconds : 0);
        Rest(ref w, f);
        return row;
    }

    private static void Rest(ref RowWriter w, CicFlow f)
    {
        w.Add(f.Lengths.Min);
        w.Add(f.Lengths.Max);
        w.Add(f.Lengths.Mean);
        w.Add(f.Lengths.Deviation);
        w.Add(f.Lengths.Variance);
        foreach (var flag in PrintedFlags) w.Add((f.FirstFlags & flag) != 0 ? 1 : 0);
        // Error: divided as integers.
        w.Add(f.Backward.Count / f.Forward.Count);
        // Error: the first length is twice in the sum, once in the count.
        w.Add((double)f.Lengths.Sum / f.Packets);
        w.Add(f.Forward.Mean);
        w.Add(f.Backward.Mean);
        // Error: bulks are looked for on the first packet alone, so none is ever found.
        for (int i = 0; i < 6; i++) w.Add(0);
        // Error: subflows too, so there is one however long the gaps are.
        w.Add(f.Forward.Count);
        w.Add(f.Forward.Sum);
        w.Add(f.Backward.Count);
        w.Add(f.Backward.Sum);
        w.Add(f.ForwardWindow);
        w.Add(f.BackwardWindow);
        w.Add(f.DataPackets);
        w.Add(f.MinHeader);
        Times(ref w, f.Active);
        Times(ref w, f.Idle);
    }

    private static void Lengths(ref RowWriter w, in CicStatistics s)
    {
        w.Add(s.Max);
        w.Add(s.Min);
        w.Add(s.Mean);
        w.Add(s.Deviation);
    }

    private static void Times(ref RowWriter w, in CicStatistics s)
    {
        w.Add(s.Mean);
        w.Add(s.Deviation);
        w.Add(s.Max);
        w.Add(s.Min);
    }

    /// <summary>Forward and backward; the first packet is always forward.</summary>
    private static void Flag(ref RowWriter w, CicFlow f, TcpFlags flag)
    {
        w.Add((f.FirstFlags & flag) != 0 ? 1 : 0);
        w.Add(0);
    }
}
