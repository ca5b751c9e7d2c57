using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Flows.Features;

namespace NetThreat.FlowExport;

/// <summary>
/// CICFlowMeter 4's CSV: its 84 columns in its spelling, one row a flow. What is unknown is 0, as there. The time is UTC; the label is
/// CICFlowMeter's own placeholder.
/// </summary>
/// <param name="keepUndefined">Quotients without a value are written as NaN, as the original does.</param>
internal sealed class CicFlowWriter(bool keepUndefined = false) : IFlowWriter
{
    public static IReadOnlyList<string> Columns { get; } =
    [
        "Flow ID", "Src IP", "Src Port", "Dst IP", "Dst Port", "Protocol", "Timestamp",
        .. FlowFeatures.Schema.Columns.Take(FlowFeatures.CicColumns).Select(c => c.CicName!),
        "Label",
    ];

    public void Begin(TextBuffer output) => output.Text(string.Join(',', Columns) + "\n");

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        var key = flow.Key;
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
        output.Text(flow.Start.ToDateTimeOffset().ToString("dd/MM/yyyy hh:mm:ss tt", CultureInfo.InvariantCulture));
        foreach (double value in flow.Features.AsSpan(0, FlowFeatures.CicColumns))
        {
            output.Byte((byte)',');
            output.Number(double.IsNaN(value) && !keepUndefined ? 0 : value);
        }

        output.Text(",NeedManualLabel\n"u8);
    }

    public void End(TextBuffer output)
    {
    }

    private static void Number(TextBuffer output, char separator, int value)
    {
        output.Byte((byte)separator);
        output.Number(value);
    }
}
