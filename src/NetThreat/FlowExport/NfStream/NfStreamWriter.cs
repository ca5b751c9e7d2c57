using NetThreat.Core.Flows;
using NetThreat.Core.Time;
using NetThreat.Flows.Features;

namespace NetThreat.FlowExport.NfStream;

/// <summary>
/// NFStream's CSV under its column names, one row a flow: core and statistical columns, the first packets, and what payload said. Sizes
/// are payload bytes (its accounting_mode 3); what a capture does not tell or is not measured stays empty.
/// </summary>
internal sealed class NfStreamWriter : IFlowWriter
{
    private static readonly int ForwardTotal = FlowFeatures.Schema.IndexOf("fwd_iat_total"), BackwardTotal = FlowFeatures.Schema.IndexOf("bwd_iat_total");

    private long _id;

    public static IReadOnlyList<string> Columns { get; } = [.. NfStreamColumns.Core, .. NfStreamColumns.Statistical.Select(c => c.Name), .. NfStreamColumns.Last];

    public void Begin(TextBuffer output) => output.Text(string.Join(',', Columns) + "\n");

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        Core(flow, output);
        Times(flow, output);
        foreach (var column in NfStreamColumns.Statistical) Cell(output, (uint)column.Feature < (uint)flow.Features!.Length ? flow.Features[column.Feature] * column.Scale : double.NaN);
        FirstPackets(flow.Sequence, output);
        NfStreamFacts.Write(facts, output);
        output.Byte((byte)'\n');
    }

    public void End(TextBuffer output)
    {
    }

    private void Core(FlowRecord flow, TextBuffer output)
    {
        var key = flow.Key;
        output.Number(_id++);
        // 0 for idle, as NFStream writes; an active timeout is 1, a custom end -1.
        output.Text(flow.EndReason == FlowEnd.Idle ? ",0,"u8 : ",-1,"u8);
        output.Address(key.Originator);
        output.Text(",,,"u8);
        output.Number(key.OriginatorPort);
        output.Byte((byte)',');
        output.Address(key.Responder);
        output.Text(",,,"u8);
        output.Number(key.ResponderPort);
        output.Byte((byte)',');
        output.Number(key.Protocol);
        output.Text(key.Originator.IsV4 ? ",4,"u8 : ",6,"u8);
        output.Number(flow.Vlan);
        output.Byte((byte)',');
        output.Number((int)flow.Tunnel);
    }

    private static void Times(FlowRecord flow, TextBuffer output)
    {
        var (o, r) = (flow.Total.Originator, flow.Total.Responder);
        long start = Milliseconds(flow.Start), end = Milliseconds(flow.End);
        Side(output, start, end, o.Packets + r.Packets, o.PayloadBytes + r.PayloadBytes);
        Side(output, flow, fromOriginator: true, o);
        Side(output, flow, fromOriginator: false, r);
    }

    /// <summary>One direction; when it began is known from the first packets alone.</summary>
    private static void Side(TextBuffer output, FlowRecord flow, bool fromOriginator, DirectionCounters counters)
    {
        if (counters.Packets == 0)
        {
            output.Text(",0,0,0,0,0"u8);
            return;
        }

        double total = flow.Features![fromOriginator ? ForwardTotal : BackwardTotal];
        long span = double.IsNaN(total) ? 0 : (long)(total / 1e3);
        if (Begin(flow, fromOriginator) is { } begin) Side(output, begin, begin + span, counters.Packets, counters.PayloadBytes);
        else
        {
            output.Text(",,,"u8);
            output.Number(span);
            output.Byte((byte)',');
            output.Number(counters.Packets);
            output.Byte((byte)',');
            output.Number(counters.PayloadBytes);
        }
    }

    private static void Side(TextBuffer output, long first, long last, long packets, long bytes)
    {
        ReadOnlySpan<long> values = [first, last, last - first, packets, bytes];
        foreach (long value in values)
        {
            output.Byte((byte)',');
            output.Number(value);
        }
    }

    private static long? Begin(FlowRecord flow, bool fromOriginator)
    {
        if (flow.Sequence is not { } sequence) return null;
        long time = flow.Start.Nanoseconds;
        for (int i = 0; i < sequence.Lengths.Length; i++)
        {
            time += sequence.Gaps[i] * 1000L;
            if (sequence.Lengths[i] < 0 != fromOriginator) return Milliseconds(new Timestamp(time));
        }

        return null;
    }

    private static void FirstPackets(PacketSequence? sequence, TextBuffer output)
    {
        if (sequence is null)
        {
            output.Text(",,,"u8);
            return;
        }

        CsvText.List(output, sequence.Lengths, static l => l < 0 ? 1 : 0);
        CsvText.List(output, sequence.Lengths, static l => Math.Abs(l));
        CsvText.List(output, sequence.Gaps, static g => g / 1000);
    }

    private static void Cell(TextBuffer output, double value)
    {
        output.Byte((byte)',');
        if (!double.IsNaN(value)) output.Number(value);
    }

    private static long Milliseconds(Timestamp time) => time.Nanoseconds / 1_000_000;
}
