using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.FlowExport.Outputs;
using NetThreat.Flows.Cic;

namespace NetThreat.FlowExport;

/// <summary>Reads a source to its end and writes its flows as CICFlowMeter makes them.</summary>
internal sealed class CicExporter(IPacketSource source, IFlowOutput output, IExportProgress? progress = null)
{
    /// <summary>About a kilobyte each.</summary>
    private const int MaxFlows = 1_000_000;

    /// <exception cref="CaptureException">The source cannot be read on.</exception>
    /// <exception cref="OutputException">The output cannot be written.</exception>
    public FlowExportSummary Run(CancellationToken cancellation)
    {
        var meter = new CicMeter(flow => output.Write(flow, null), MaxFlows, source.Name);
        var batch = new PacketBatch();
        while (source.Read(batch, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            meter.Process(batch);
            progress?.Report(meter.Ledger.TotalIn, meter.Flows, meter.Clock);
        }

        meter.Finish();
        output.End();
        progress?.End();
        IReadOnlyList<LedgerLoss> dropped = [.. meter.Ledger.DroppedByReason.Select(d => new LedgerLoss(d.Key, d.Value))];
        return new FlowExportSummary(meter.Ledger.TotalIn, meter.Flows, meter.EvictedFlows, 0, source.Losses, dropped);
    }
}
