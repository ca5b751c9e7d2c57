using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Core.Time;
using NetThreat.Flows.Features;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport;

/// <summary>
/// CICFlowMeter 4's CSV: its 84 columns in its spelling, one row a flow. What is unknown is 0, as there. The time is UTC; the label is
/// CICFlowMeter's own placeholder.
/// </summary>
/// <param name="keepUndefined">Quotients without a value are written as NaN, as the original does.</param>
internal sealed class CicFlowWriter(bool keepUndefined = false) : IFlowWriter
{
    /// <summary>Bytes that no row exceeds: two pairs of addresses, the ports, the time, and the columns.</summary>
    private const int MaxRow = 4 * 48 + 128 + FlowFeatures.CicColumns * (NumberText.MaxLength + 1);

    private readonly byte[] _time = new byte[32];
    private long _second = long.MinValue;
    private int _timeLength;

    public static IReadOnlyList<string> Columns { get; } =
    [
        "Flow ID", "Src IP", "Src Port", "Dst IP", "Dst Port", "Protocol", "Timestamp",
        .. FlowFeatures.Schema.Columns.Take(FlowFeatures.CicColumns).Select(c => c.CicName!),
        "Label",
    ];

    public void Begin(TextBuffer output) => output.Text(string.Join(',', Columns) + "\n");

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output) => Write(flow.Key, flow.Start, flow.Features!, output);

    public void Write(FlowRow flow, TextBuffer output) => Write(flow.Key, flow.Start, flow.Features, output);

    public void End(TextBuffer output)
    {
    }

    private void Write(in FlowKey key, Timestamp start, double[] features, TextBuffer output)
    {
        output.Address(key.Originator);
        output.Byte((byte)'-');
        output.Address(key.Responder);
        Number(output, '-', key.OriginatorPort);
        Number(output, '-', key.ResponderPort);
        Number(output, '-', key.Protocol);
        output.Byte((byte)',');
        output.Address(key.Originator);
        Number(output, ',', key.OriginatorPort);
        output.Byte((byte)',');
        output.Address(key.Responder);
        Number(output, ',', key.ResponderPort);
        Number(output, ',', key.Protocol);
        output.Byte((byte)',');
        output.Text(Time(start));
        var row = output.GetSpan(MaxRow);
        int n = 0;
        for (int i = 0; i < FlowFeatures.CicColumns; i++)
        {
            double value = features[i];
            row[n++] = (byte)',';
            // Most columns of a short flow.
            if (value == 0 || (double.IsNaN(value) && !keepUndefined)) row[n++] = (byte)'0';
            else n += NumberText.Write(row[n..], value);
        }

        output.Advance(n);
        output.Text(",NeedManualLabel\n"u8);
    }

    /// <summary>The second as text; neighbours in the output share it.</summary>
    private ReadOnlySpan<byte> Time(Timestamp start)
    {
        long second = Math.DivRem(start.Nanoseconds, Timestamp.NanosecondsPerSecond, out long rest) - (rest < 0 ? 1 : 0);
        if (second != _second)
        {
            _second = second;
            start.ToDateTimeOffset().TryFormat(_time, out _timeLength, "dd/MM/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture);
        }

        return _time.AsSpan(0, _timeLength);
    }

    private static void Number(TextBuffer output, char separator, int value)
    {
        output.Byte((byte)separator);
        output.Number(value);
    }
}
