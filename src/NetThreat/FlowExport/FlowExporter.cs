using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Flows;
using NetThreat.FlowExport.Outputs;

namespace NetThreat.FlowExport;

/// <summary>Reads a source to its end and writes its flows.</summary>
internal sealed class FlowExporter(IPacketSource source, IFlowOutput output, ExportOptions options, IExportProgress? progress = null)
{
    /// <summary>One site and observation point for all files, so that a flow has one id however it is exported.</summary>
    private static readonly Vantage Vantage = new("local", "file");

    /// <exception cref="CaptureException">The source cannot be read on.</exception>
    /// <exception cref="OutputException">The output cannot be written.</exception>
    public FlowExportSummary Run(CancellationToken cancellation)
    {
        using var meter = FlowMeter.OfRows(options.Meter with { Segments = false }, Vantage, output.Write, source.Name);
        var batch = new PacketBatch();
        while (source.Read(batch, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            meter.Process(batch);
            progress?.Report(meter.Ledger.TotalIn, meter.TotalRecords, meter.Clock);
        }

        meter.Finish();
        output.End();
        progress?.End();
        IReadOnlyList<LedgerLoss> dropped = [.. meter.Ledger.DroppedByReason.Select(d => new LedgerLoss(d.Key, d.Value))];
        long packets = meter.Ledger.TotalIn - meter.DecapsulatedPackets;
        return new FlowExportSummary(packets, meter.TotalRecords, meter.EvictedFlows, meter.LateRecords, source.Losses, dropped) { Decapsulated = meter.DecapsulatedPackets };
    }
}
