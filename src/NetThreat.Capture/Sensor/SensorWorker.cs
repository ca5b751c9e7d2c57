using NetThreat.Capture.Live;
using NetThreat.Capture.Live.Shedding;
using NetThreat.Core.Health;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows;
using NetThreat.Flows.Aggregates;

namespace NetThreat.Capture.Sensor;

/// <summary>
/// One stream: packets of a source through the meter to the <c>flows</c> topic, with watermarks into every partition, and heartbeats with
/// ledger rows to the <c>sensors</c> topic. Single-threaded; <see cref="StepAsync"/> is one batch of packets.
/// </summary>
public sealed class SensorWorker : IDisposable
{
    private readonly SensorOptions _options;
    private readonly IPacketSource _source;
    private readonly SensorPorts _ports;
    private readonly PacketBatch _batch = new();
    private readonly RecordOutbox _outbox;
    private readonly FloodAggregator _aggregator;
    private readonly FlowMeter _meter;
    private readonly WireClock _wire;
    private readonly SensorReporter _reporter;
    private readonly LoadShedder _shedder;
    private bool _started;
    private bool _finished;
    private int _packetsSinceWatermark;
    private long _lastWatermark;
    private long _lastReport;

    /// <param name="source">Owned: disposed with the worker.</param>
    /// <param name="run">This start of the sensor, of <see cref="RunId"/>.</param>
    /// <param name="worker">Which of several workers of the sensor; 0 where it is the only one.</param>
    /// <exception cref="ArgumentException">The options are not usable; the message has every fault.</exception>
    public SensorWorker(SensorOptions options, IPacketSource source, string run, SensorPorts ports, int worker = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(ports);
        if (options.Validate() is { Count: > 0 } faults) throw new ArgumentException(string.Join("; ", faults), nameof(options));
        _options = options;
        _source = source;
        _ports = ports;
        Stream = new(options.Sensor, run);
        _outbox = new(ports.Bus, options.Vantage, Stream, options.MaxRecordsPerMessage);
        _aggregator = new(options.Aggregates, options.Meter.FirstSegment, options.Vantage, _outbox.Add, _outbox.Add);
        _meter = FlowMeter.OfRows(options.Meter, options.Vantage, _aggregator.Add, Stream.ToString());
        _wire = new(source, ports.Time, options.SilenceGuard);
        _shedder = new(options.Shedding, options.Meter.HashSeed);
        _reporter = new(ports, options.Site, Stream, source, _shedder);
        Component = worker == 0 ? $"sensor/{options.Sensor}" : $"sensor/{options.Sensor}/{worker}";
    }

    public StreamId Stream { get; }

    /// <summary>The name in health.</summary>
    public string Component { get; }

    public long Packets => _reporter.Packets;

    /// <summary>Packets of them that were left out because the sensor could not keep up.</summary>
    public long ShedPackets => _shedder.Packets;

    /// <summary>Bytes on the wire.</summary>
    public long Bytes => _reporter.Bytes;

    /// <summary>Flow records that the bus has acknowledged.</summary>
    public long Records => _outbox.Ledger.TotalOut;

    /// <summary>Records that were older than a watermark already given: the capture is out of order.</summary>
    public long LateRecords => _outbox.LateRecords;

    /// <summary>The newest event time known.</summary>
    public Timestamp EventTime => _reporter.EventTime;

    /// <summary>Steps until the source ends, or until <paramref name="stop"/>: a live stream is then finished in order, a file's is left as it is, to be read again.</summary>
    /// <param name="stop">Ends reading.</param>
    /// <param name="abort">Ends waiting for the bus as well; what waits is lost to this run.</param>
    /// <exception cref="CaptureException">The source cannot be read on.</exception>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort = default)
    {
        _ports.Health.Set(Component, HealthState.Good);
        try
        {
            while (await StepAsync(stop, abort))
            {
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !abort.IsCancellationRequested)
        {
            if (_source.IsLive) await DrainAsync(abort);
        }
    }

    /// <summary>Reads one batch, meters it, and publishes what is due.</summary>
    /// <returns>False when the stream has ended and everything is published.</returns>
    public async ValueTask<bool> StepAsync(CancellationToken stop, CancellationToken abort = default)
    {
        if (_finished) return false;
        stop.ThrowIfCancellationRequested();
        if (!_started) await StartAsync(abort);
        if (!_source.Read(_batch, stop))
        {
            await FinishAsync(abort);
            return false;
        }

        Take();
        if (WatermarkIsDue()) await PublishAsync(abort);
        else if (_outbox.IsFull) await _outbox.PublishAsync(abort);
        if (_ports.Time.GetElapsedTime(_lastReport) >= _options.ReportInterval) await ReportAsync(false, abort);
        return true;
    }

    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    /// <summary>Tells every partition of the stream before it has promised anything, so that none runs ahead of it.</summary>
    private async ValueTask StartAsync(CancellationToken abort)
    {
        await _outbox.PublishAsync(new Watermark(Timestamp.MinValue, _source.IsLive, false), abort);
        _lastWatermark = _ports.Time.GetTimestamp();
        await ReportAsync(false, abort);
        _started = true;
    }

    private void Take()
    {
        if (_batch.Count > 0)
        {
            var kept = _source is IPressureSource p ? _shedder.Filter(_batch, p.Pressure) : _batch;
            var newest = _reporter.Count(_batch.Packets, kept.Count);
            if (_source.IsLive) _wire.Saw(newest);
            _meter.Process(kept);
            _packetsSinceWatermark += _batch.Count;
        }
        else if (_source.IsLive && _wire.Now is var now && now > _meter.Clock)
        {
            _meter.AdvanceClock(now);
            _reporter.Advance(now);
        }
    }

    private bool WatermarkIsDue() => _source.IsLive
        ? _ports.Time.GetElapsedTime(_lastWatermark) >= _options.WatermarkInterval
        : _packetsSinceWatermark >= _options.WatermarkPackets;

    private async ValueTask PublishAsync(CancellationToken abort)
    {
        _aggregator.Advance(_meter.Watermark);
        await _outbox.PublishAsync(new Watermark(_meter.Watermark, _source.IsLive, false), abort);
        _packetsSinceWatermark = 0;
        _lastWatermark = _ports.Time.GetTimestamp();
    }

    /// <summary>What the source holds is read before the stream ends, so that its account closes.</summary>
    private async ValueTask DrainAsync(CancellationToken abort)
    {
        if (_source is IStoppableSource source)
        {
            source.StopIntake();
            while (await StepAsync(abort, abort))
            {
            }
        }

        if (!_finished) await FinishAsync(abort);
    }

    private async ValueTask FinishAsync(CancellationToken abort)
    {
        if (!_started) await StartAsync(abort);
        _meter.Finish();
        _aggregator.Advance(Timestamp.MaxValue);
        await _outbox.PublishAsync(new Watermark(Timestamp.MaxValue, _source.IsLive, true), abort);
        _finished = true;
        await ReportAsync(true, abort);
    }

    private async ValueTask ReportAsync(bool finished, CancellationToken abort)
    {
        _outbox.CountAggregated(_aggregator.AggregatedRecords);
        await _reporter.ReportAsync(_meter, _outbox, finished, abort);
        _lastReport = _ports.Time.GetTimestamp();
        string health = _reporter.Health;
        _ports.Health.Set(Component, health.Length == 0 ? HealthState.Good : HealthState.Degraded, health.Length == 0 ? null : health);
    }
}
