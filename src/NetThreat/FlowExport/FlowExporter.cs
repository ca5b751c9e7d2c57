using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows;
using NetThreat.Flows.Parallel;
using NetThreat.FlowExport.Outputs;

namespace NetThreat.FlowExport;

/// <summary>Reads a source to its end and writes its flows.</summary>
internal sealed class FlowExporter(IPacketSource source, IFlowOutput output, ExportOptions options, IExportProgress? progress = null)
{
    /// <summary>One site and observation point for all files, so that a flow has one id however it is exported.</summary>
    private static readonly Vantage Vantage = new("local", "file");

    /// <exception cref="CaptureException">The source cannot be read on.</exception>
    /// <exception cref="OutputException">The output cannot be written.</exception>
    public FlowExportSummary Run(CancellationToken cancellation) => options.Workers == 1 ? Alone(cancellation) : Parallel(cancellation);

    private FlowExportSummary Alone(CancellationToken cancellation)
    {
        using var meter = FlowMeter.OfRows(options.Meter with { Segments = false }, Vantage, output.Write, source.Name);
        Read(meter.Process, meter.AdvanceClock, () => meter.Clock, () => progress?.Report(meter.Ledger.TotalIn, meter.TotalRecords, meter.Clock), cancellation);
        meter.Finish();
        End();
        return Summary(meter.Ledger, meter.TotalRecords, meter.EvictedFlows, meter.LateRecords, meter.DecapsulatedPackets);
    }

    private FlowExportSummary Parallel(CancellationToken cancellation)
    {
        using var meter = new ParallelMeter(options.Meter with { Segments = false }, Vantage, options.Workers, _ => output.NewBatch(), source.Name);
        Read(meter.Process, meter.AdvanceClock, () => meter.Clock, () => progress?.Report(meter.Ledger.TotalIn, meter.TotalRecords, meter.Clock), cancellation);
        meter.Finish();
        End();
        return Summary(meter.Ledger, meter.TotalRecords, meter.EvictedFlows, meter.LateRecords, meter.DecapsulatedPackets);
    }

    private void Read(Action<PacketBatch> process, Action<Timestamp> advance, Func<Timestamp> clock, Action report, CancellationToken cancellation)
    {
        void Process(PacketBatch batch)
        {
            process(batch);
            report();
        }

        void Silence(Timestamp now)
        {
            if (now > clock()) advance(now);
            output.Flush();
        }

        new ExportReader(source, options.Time).Run(Process, Silence, cancellation);
    }

    private void End()
    {
        output.End();
        progress?.End();
    }

    private FlowExportSummary Summary(StageLedger ledger, long flows, long evicted, long late, long decapsulated)
    {
        IReadOnlyList<LedgerLoss> dropped = [.. ledger.DroppedByReason.Select(d => new LedgerLoss(d.Key, d.Value))];
        return new FlowExportSummary(ledger.TotalIn - decapsulated, flows, evicted, late, source.Losses, dropped) { Decapsulated = decapsulated };
    }
}
