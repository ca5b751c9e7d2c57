using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Flows;

namespace NetThreat.FlowExport;

/// <summary>Reads a source to its end and writes its flows.</summary>
internal sealed class FlowExporter(IPacketSource source, IFlowWriter writer, Stream output)
{
    /// <summary>One site and observation point for all files, so that a flow has one id however it is exported.</summary>
    private static readonly Vantage Vantage = new("local", "file");

    public FlowExportSummary Run(CancellationToken cancellation)
    {
        var buffer = new TextBuffer(output);
        var flows = new WholeFlows((flow, facts) => writer.Write(flow, facts, buffer));
        using var meter = new FlowMeter(new MeterOptions(), Vantage, flows.Add, source.Name);
        var batch = new PacketBatch();
        writer.Begin(buffer);
        while (source.Read(batch, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            meter.Process(batch);
        }

        meter.Finish();
        writer.End(buffer);
        buffer.Flush();
        output.Flush();
        IReadOnlyList<LedgerLoss> dropped = [.. meter.Ledger.DroppedByReason.Select(d => new LedgerLoss(d.Key, d.Value))];
        return new FlowExportSummary(meter.Ledger.TotalIn, flows.Flows, meter.EvictedFlows, meter.LateRecords, source.Losses, dropped);
    }
}
