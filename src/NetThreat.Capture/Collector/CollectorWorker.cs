using NetThreat.Capture.Sensor;
using NetThreat.Core.Health;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Collector;

/// <summary>
/// One stream: datagrams of exporters to the <c>flows</c> topic, with watermarks into every partition, and heartbeats with ledger rows to the
/// <c>sensors</c> topic. Event time is the time of receipt. Single-threaded; <see cref="StepAsync"/> is one batch of datagrams.
/// </summary>
internal sealed class CollectorWorker : IDisposable
{
    /// <summary>Datagrams between two watermarks of a source that is not live.</summary>
    private const int WatermarkDatagrams = 512;

    /// <summary>How far the clock of silent sockets stays behind the wall, for datagrams that are being handed over.</summary>
    private static readonly TimeSpan SilenceGuard = TimeSpan.FromMilliseconds(100);

    private readonly CollectorOptions _options;
    private readonly IDatagramSource _source;
    private readonly SensorPorts _ports;
    private readonly DatagramBatch _batch = new();
    private readonly RecordOutbox _outbox;
    private readonly FlowCollector _collector;
    private readonly CollectorReporter _reporter;
    private readonly TemplateFile? _templates;
    private string? _unread;
    private bool _started, _finished;
    private int _sinceWatermark;
    private long _lastWatermark, _lastReport;

    /// <param name="source">Owned: disposed with the worker.</param>
    /// <param name="run">This start of the collector, of <see cref="RunId"/>.</param>
    /// <param name="folder">Where templates outlive the process; null keeps none.</param>
    /// <exception cref="ArgumentException">The options are not usable; the message has every fault.</exception>
    public CollectorWorker(CollectorOptions options, IDatagramSource source, string run, SensorPorts ports, string? folder)
    {
        if (options.Validate() is { Count: > 0 } faults) throw new ArgumentException(string.Join("; ", faults), nameof(options));
        _options = options;
        _source = source;
        _ports = ports;
        Stream = new(options.Name, run);
        _outbox = new(ports.Bus, options.Vantage, Stream, options.MaxRecordsPerMessage);
        _collector = new(options, _outbox.Add, Stream.ToString());
        _reporter = new(ports, options, Stream);
        _templates = folder is null ? null : new(Path.Combine(folder, TemplateFile.FileName));
    }

    public StreamId Stream { get; }

    /// <summary>The name in health.</summary>
    public string Component => $"collector/{_options.Name}";

    /// <summary>Datagrams taken in.</summary>
    public long Datagrams => _collector.Datagrams.TotalIn;

    /// <summary>Flow records that the bus has acknowledged.</summary>
    public long Records => _outbox.Ledger.TotalOut;

    public FlowCollector Collector => _collector;

    /// <summary>Steps until the source ends, or until <paramref name="stop"/>: a live stream is then finished in order.</summary>
    /// <param name="stop">Ends reading.</param>
    /// <param name="abort">Ends waiting for the bus as well.</param>
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

    /// <summary>Reads one batch, decodes it, and publishes what is due.</summary>
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

        await TakeAsync(abort);
        if (WatermarkIsDue()) await PublishAsync(new Watermark(_collector.Clock, _source.IsLive, false), abort);
        if (_ports.Time.GetElapsedTime(_lastReport) >= _options.ReportInterval) await ReportAsync(false, abort);
        return true;
    }

    public void Dispose()
    {
        _collector.Dispose();
        _reporter.Dispose();
        _source.Dispose();
    }

    /// <summary>Tells every partition of the stream before it has promised anything, so that none runs ahead of it.</summary>
    private async ValueTask StartAsync(CancellationToken abort)
    {
        _unread = _templates?.Load(_collector.Decoder);
        await PublishAsync(new Watermark(Timestamp.MinValue, _source.IsLive, false), abort);
        await ReportAsync(false, abort);
        _started = true;
    }

    private async ValueTask TakeAsync(CancellationToken abort)
    {
        for (int i = 0; i < _batch.Count; i++)
        {
            _collector.Take(_batch.Bytes(i), _batch.Exporter(i), _batch.Received(i));
            if (_outbox.IsFull) await _outbox.PublishAsync(abort);
        }

        _sinceWatermark += _batch.Count;
        if (_batch.Count == 0 && _source.IsLive) _collector.Advance(Timestamp.FromDateTimeOffset(_ports.Time.GetUtcNow()) - SilenceGuard);
    }

    /// <summary>What has come before the stop is taken in, then the stream is finished.</summary>
    private async ValueTask DrainAsync(CancellationToken abort)
    {
        if (!_started) await StartAsync(abort);
        _source.StopReceiving();
        do
        {
            _source.Read(_batch, abort);
            await TakeAsync(abort);
            if (_outbox.IsFull) await _outbox.PublishAsync(abort);
        }
        while (_batch.Count > 0);
        await FinishAsync(abort);
    }

    private bool WatermarkIsDue() => _source.IsLive
        ? _ports.Time.GetElapsedTime(_lastWatermark) >= _options.WatermarkInterval
        : _sinceWatermark >= WatermarkDatagrams;

    private async ValueTask PublishAsync(Watermark watermark, CancellationToken abort)
    {
        await _outbox.PublishAsync(watermark, abort);
        _sinceWatermark = 0;
        _lastWatermark = _ports.Time.GetTimestamp();
    }

    private async ValueTask FinishAsync(CancellationToken abort)
    {
        if (!_started) await StartAsync(abort);
        _collector.Finish();
        await PublishAsync(new Watermark(Timestamp.MaxValue, _source.IsLive, true), abort);
        _finished = true;
        await ReportAsync(true, abort);
    }

    private async ValueTask ReportAsync(bool finished, CancellationToken abort)
    {
        string? trouble = _templates?.Save(_collector.Decoder) ?? _unread;
        await _reporter.ReportAsync(_collector, _outbox, _source, finished, trouble, abort);
        _lastReport = _ports.Time.GetTimestamp();
        string health = _reporter.Health;
        _ports.Health.Set(Component, health.Length == 0 ? HealthState.Good : HealthState.Degraded, health.Length == 0 ? null : health);
    }
}
