using NetThreat.Capture.Collector;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Capture.Logs;

/// <summary>
/// One stream: rows of logs that are followed to the <c>flows</c> topic. Their clock follows the wall at a distance, so that silent logs do not
/// hold a partition's time back.
/// </summary>
internal sealed class LogWorker : IDisposable
{
    private const int RowsOfAStep = 1024;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly CollectorOptions _options;
    private readonly SensorPorts _ports;
    private readonly SortedDictionary<string, FollowedLog> _logs = new(StringComparer.Ordinal);
    private readonly LogRow _row = new();
    private readonly RecordOutbox _outbox;
    private readonly LogCollector _collector;
    private Timestamp _promised = Timestamp.MinValue;
    private bool _started, _finished;
    private long _lastReport, _lastWatermark;

    /// <param name="run">This start of the collector, of <see cref="RunId"/>.</param>
    public LogWorker(CollectorOptions options, string run, SensorPorts ports)
    {
        _options = options;
        _ports = ports;
        Stream = new(options.Name + "-logs", run);
        var vantage = options.Vantage;
        _outbox = new(ports.Bus, vantage, Stream, options.MaxRecordsPerMessage);
        _collector = new(vantage, Stream.ToString(), _outbox.Add);
    }

    public StreamId Stream { get; }

    /// <summary>The name in health.</summary>
    public string Component => $"collector/{Stream.Sensor}";

    public LogCollector Collector => _collector;

    /// <summary>Follows the logs until <paramref name="stop"/>; then the stream is finished in order.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort = default)
    {
        _ports.Health.Set(Component, HealthState.Good);
        try
        {
            while (!stop.IsCancellationRequested)
                if (!await StepAsync(abort)) await Task.Delay(Poll, _ports.Time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !abort.IsCancellationRequested)
        {
            // Asked to stop while waiting.
        }

        if (!abort.IsCancellationRequested) await FinishAsync(abort);
    }

    /// <summary>Reads what is new and publishes what is due.</summary>
    /// <returns>False when nothing was new.</returns>
    public async ValueTask<bool> StepAsync(CancellationToken abort)
    {
        if (!_started) await StartAsync(abort);
        FindLogs();
        _collector.Pass(Timestamp.FromDateTimeOffset(_ports.Time.GetUtcNow()));
        int rows = 0;
        // Logs about applications come first, so that a flow's row finds what they told.
        foreach (var log in _logs.Values.OrderBy(l => Path.GetFileName(l.Path).StartsWith("conn", StringComparison.Ordinal)))
            rows += Read(log);
        bool due = _ports.Time.GetElapsedTime(_lastWatermark) >= _options.WatermarkInterval;
        if (due) await PromiseAsync(abort);
        else if (_outbox.IsFull) await _outbox.PublishAsync(abort);
        if (_ports.Time.GetElapsedTime(_lastReport) >= _options.ReportInterval) await ReportAsync(false, abort);
        return rows > 0;
    }

    public void Dispose()
    {
        foreach (var log in _logs.Values) log.Dispose();
        _collector.Dispose();
    }

    private async ValueTask StartAsync(CancellationToken abort)
    {
        _started = true;
        await _outbox.PublishAsync(new Watermark(Timestamp.MinValue, true, false), abort);
        _lastWatermark = _ports.Time.GetTimestamp();
        await ReportAsync(false, abort);
    }

    private void FindLogs()
    {
        foreach (string path in LogPaths.Expand(_options.Logs))
            if (!_logs.ContainsKey(path)) _logs[path] = new(path);
    }

    private int Read(FollowedLog log)
    {
        var now = Timestamp.FromDateTimeOffset(_ports.Time.GetUtcNow());
        int rows = 0;
        while (rows < RowsOfAStep && log.TryNext(_row, out int broken))
        {
            for (; broken > 0; broken--) _collector.Broken();
            _collector.Take(_row, now);
            rows++;
        }

        return rows;
    }

    /// <summary>A promise never goes back, and records that are older than it count as late by themselves.</summary>
    private async ValueTask PromiseAsync(CancellationToken abort)
    {
        _promised = Timestamp.Max(_promised, _collector.Clock);
        await _outbox.PublishAsync(new Watermark(_promised, true, false), abort);
        _lastWatermark = _ports.Time.GetTimestamp();
    }

    private async ValueTask FinishAsync(CancellationToken abort)
    {
        if (_finished) return;
        if (!_started) await StartAsync(abort);
        _finished = true;
        _collector.Finish();
        await _outbox.PublishAsync(new Watermark(Timestamp.MaxValue, true, true), abort);
        await ReportAsync(true, abort);
    }

    private async ValueTask ReportAsync(bool finished, CancellationToken abort)
    {
        _lastReport = _ports.Time.GetTimestamp();
        var time = _collector.Clock == Timestamp.MinValue ? default : _collector.Clock;
        var report = new SensorReport
        {
            Site = _options.Site,
            Stream = Stream,
            Version = CollectorReporter.Version,
            Source = string.Join(',', _options.Logs),
            WallTime = _ports.Time.GetUtcNow(),
            EventTime = _collector.Clock,
            Flows = _collector.Flows,
            Records = _outbox.Ledger.TotalOut,
            Finished = finished,
            Ledger = _collector.Ledger.TotalIn == 0 ? [] : [_collector.Ledger.Snapshot(time, _collector.Held), _outbox.Ledger.Snapshot(time, _outbox.Held)],
        };
        int partition = Partitioning.OfName(Stream.Sensor, _ports.Bus.PartitionCount(Topics.Sensors));
        await _ports.Bus.PublishAsync([new(Topics.Sensors, partition, SensorsCodec.Encode(report))], abort);
    }
}
