using Microsoft.Extensions.Logging;
using NetThreat.Capture.Inputs;
using NetThreat.Capture.Live;
using NetThreat.Capture.Sensor;
using NetThreat.Configuration;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Packets;
using NetThreat.Core.Stores;
using NetThreat.Core.Workers;
using NetThreat.Detection.Scoring;
using NetThreat.Messaging;
using NetThreat.Storage.Sqlite;
using NetThreat.Web;

namespace NetThreat.Composition;

/// <summary>
/// The roles of this process, wired by the configuration. Starts from the stores up to the sensor, so that nothing is written before
/// somebody reads; stops in the order of the data, so that what was read reaches the stores.
/// </summary>
internal sealed class SystemHost : IAsyncDisposable
{
    private static readonly TimeSpan SilentRead = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(15);
    private readonly NetThreatOptions _options;
    private readonly ILoggerFactory _logging;
    private readonly TimeProvider _time;
    private readonly HealthBoard _health;
    private readonly CancellationTokenSource _stopSensor = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly List<RunningPart> _parts = [];
    private SqliteStores? _stores;
    private IBus? _bus;
    private DetectionStages? _stages;
    private ActiveModels _models = ActiveModels.None;
    private MeteredLedger? _ledger;
    private LedgerArchive? _archive;
    private WebServer? _web;
    private CollectorParts? _collectors;
    private readonly List<SensorWorker> _sensors = [];

    public SystemHost(NetThreatOptions options, ILoggerFactory logging, TimeProvider time)
    {
        _options = options;
        _logging = logging;
        _time = time;
        _health = new HealthBoard(time);
    }

    /// <summary>Where the dashboard is, when this process serves it.</summary>
    public Uri? WebAddress => _web?.Address;

    /// <summary>The password of the first user, when this start created one; shown once.</summary>
    public string? FirstPassword => _web?.FirstPassword;

    /// <summary>The workers of the sensor: one for each source.</summary>
    public IReadOnlyList<SensorWorker> Sensors => _sensors;

    /// <summary>Completes when every source has ended; never without a sensor.</summary>
    public Task SourceEnded { get; private set; } = Task.Delay(Timeout.Infinite);

    /// <summary>Starts the configured roles.</summary>
    /// <param name="sources">What the sensor reads, a worker for each; owned. Empty without a sensor role.</param>
    /// <exception cref="StoreException">The data folder cannot be used.</exception>
    /// <exception cref="Learning.LearningException">A model that is to score cannot be used.</exception>
    /// <exception cref="WebStartException">The web server cannot listen.</exception>
    /// <exception cref="CaptureException">The collector cannot listen.</exception>
    public async Task StartAsync(IReadOnlyList<OpenedSource> sources, CancellationToken cancellation)
    {
        if (_options.Roles.Contains(Role.Detector) || _options.Roles.Contains(Role.Web)) _models = ScoringModels.Load(_options);
        _stores = await SqliteStores.OpenAsync(_options.Store with { DataFolder = _options.DataFolder() }, _time);
        _bus = MessagingModule.InProcess(_options.Bus, _time);
        _ledger = new MeteredLedger(_stores.Ledger);
        await StartWebAsync(cancellation);
        StartWorkers();
        if (_options.Collects()) StartCollectors();
        if (sources.Count > 0 && _options.Roles.Contains(Role.Sensor)) StartSensors(sources);
    }

    /// <summary>The first part in the order of the data that died, and why.</summary>
    public (string Part, Exception Cause)? Failure =>
        _parts.FirstOrDefault(p => p.Task.IsFaulted) is { } failed ? (failed.Name, failed.Task.Exception!.GetBaseException()) : null;

    /// <summary>Waits until a part fails.</summary>
    public async Task WaitForFailureAsync(CancellationToken cancellation)
    {
        while (Failure is null)
        {
            await Task.WhenAny([.. _parts.Where(p => !p.Task.IsCompleted).Select(p => p.Task), Task.Delay(Timeout.Infinite, cancellation)]);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Stops the sensor, lets everything that was read reach the stores, then stops the rest.</summary>
    /// <param name="hurry">People wait: a limit runs from here, after which what remains is aborted.</param>
    /// <returns>False when something was aborted.</returns>
    public async Task<bool> StopAsync(CancellationToken hurry)
    {
        await _stopSensor.CancelAsync();
        // After a failure nothing more can reach the stores in order.
        if (Failure is not null) await _abort.CancelAsync();
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var abort = limit.Token.Register(_abort.Cancel);
        using var start = hurry.Register(() => limit.CancelAfter(DrainLimit));
        foreach (var part in _parts)
        {
            await part.Drain.CancelAsync();
            var ended = part.Task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            // A read of a silent pipe cannot be interrupted: what it would bring is not waited for. An interface is read to the end of its buffer.
            await (part.MayHang && hurry.IsCancellationRequested ? Task.WhenAny(ended, Task.Delay(SilentRead, _time, CancellationToken.None)) : ended);
            if (part.Task.IsFaulted) await _abort.CancelAsync();
        }
        if (_web is not null) await _web.StopAsync(CancellationToken.None);
        return !_abort.IsCancellationRequested;
    }

    public async ValueTask DisposeAsync()
    {
        if (_web is not null) await _web.DisposeAsync();
        if (SourceEnded.IsCompleted) _sensors.ForEach(s => s.Dispose());
        _collectors?.Dispose();
        if (_stages is not null) await _stages.DisposeAsync();
        if (_archive is not null) await _archive.DisposeAsync();
        _ledger?.Dispose();
        if (_bus is not null) await _bus.DisposeAsync();
        if (_stores is not null) await _stores.DisposeAsync();
        _stopSensor.Dispose();
        _abort.Dispose();
        foreach (var p in _parts) p.Drain.Dispose();
    }

    private async Task StartWebAsync(CancellationToken cancellation)
    {
        if (!_options.Roles.Contains(Role.Web)) return;
        var s = _stores!;
        _web = new WebServer(_options.Web with { DataFolder = _options.DataFolder() }, new WebPorts(s.FlowReader, s.IncidentReader, s.IncidentHandling, s.Ledger, s.Users, _bus!, _health, _time, _logging) { Scorer = _models });
        await _web.StartAsync(cancellation);
    }

    private void StartWorkers()
    {
        var s = _stores!;
        // The bus dies with the process, and its positions with it: checkpoints live as long.
        var ports = new WorkerPorts(_bus!, s.FlowWriter, s.IncidentWriter, _ledger!, _bus!.IsDurable ? s.Checkpoints : new VolatileCheckpoints(), _health, _time);
        _stages = new DetectionStages(ports, _options.Detection, _models, _options.Roles.Contains(Role.Detector), _options.Roles.Contains(Role.Correlator));
        foreach (var w in _stages.Workers) Run(w.Component, drain => w.RunAsync(drain, _abort.Token));
        _archive = new LedgerArchive(_bus!, _ledger!, _health);
        Run(LedgerArchive.Component, drain => _archive.RunAsync(drain, _abort.Token));
    }

    /// <summary>They come first among the parts, since they are the first to stop.</summary>
    private void StartSensors(IReadOnlyList<OpenedSource> sources)
    {
        var options = _options.Sensor with { Meter = _options.Meter, Shedding = _options.Capture.Shedding };
        var ports = new SensorPorts(_bus!, _time, _health);
        foreach (var (source, run) in sources) _sensors.Add(new(options, source, run, ports, sources.Count == 1 ? 0 : _sensors.Count + 1));
        _parts.InsertRange(0, _sensors.Zip(sources, (sensor, opened) => new RunningPart(sensor.Component, _stopSensor, Task.Run(() => sensor.RunAsync(_stopSensor.Token, _abort.Token)))
        {
            MayHang = opened.Source is not { IsLive: true } or not IStoppableSource,
        }));
        SourceEnded = Task.WhenAll(_parts.Take(_sensors.Count).Select(p => p.Task));
    }

    /// <summary>They stop with the sensors, before everything that reads what they write.</summary>
    private void StartCollectors()
    {
        _collectors = new CollectorParts(_options, new SensorPorts(_bus!, _time, _health));
        foreach (var (name, run) in _collectors.Parts)
            _parts.Insert(0, new RunningPart(name, _stopSensor, Task.Run(() => run(_stopSensor.Token, _abort.Token))));
    }

    private void Run(string name, Func<CancellationToken, Task> run)
    {
        var drain = new CancellationTokenSource();
        _parts.Add(new RunningPart(name, drain, Task.Run(() => run(drain.Token))));
    }

    private sealed record RunningPart(string Name, CancellationTokenSource Drain, Task Task)
    {
        /// <summary>What it waits for may never come.</summary>
        public bool MayHang { get; init; }
    }
}
