using NetThreat.Capture.Live;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.FlowExport;

/// <summary>
/// Reads a source for an export. A file that is interrupted is given up; an interface that is interrupted takes in nothing more, and what it
/// holds is read to the end.
/// </summary>
internal sealed class ExportReader(IPacketSource source, TimeProvider time)
{
    private readonly WireClock _wire = new(source, time, new SensorOptions().SilenceGuard);
    private bool _stopping;

    /// <param name="process">Takes a batch that has packets.</param>
    /// <param name="silence">A live wire had no packets, and none before this time will come.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="CaptureException">The source cannot be read on.</exception>
    /// <exception cref="OperationCanceledException">A source that is not live was interrupted.</exception>
    public void Run(Action<PacketBatch> process, Action<Timestamp> silence, CancellationToken stop)
    {
        var batch = new PacketBatch();
        while (Next(batch, stop))
        {
            if (batch.Count == 0)
            {
                if (source.IsLive) silence(_wire.Now);
                continue;
            }

            if (source.IsLive) _wire.Saw(batch.Packets[^1].Time);
            process(batch);
        }
    }

    private bool Next(PacketBatch batch, CancellationToken stop)
    {
        if (_stopping) return source.Read(batch, CancellationToken.None);
        try
        {
            stop.ThrowIfCancellationRequested();
            return source.Read(batch, stop);
        }
        catch (OperationCanceledException) when (source is IStoppableSource live && source.IsLive)
        {
            _stopping = true;
            live.StopIntake();
            return source.Read(batch, CancellationToken.None);
        }
    }
}
