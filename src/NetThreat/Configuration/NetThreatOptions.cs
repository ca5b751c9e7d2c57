using NetThreat.Capture.Collector;
using NetThreat.Capture.Live;
using NetThreat.Capture.Sensor;
using NetThreat.Detection;
using NetThreat.Flows;
using NetThreat.Learning.Store;
using NetThreat.Messaging.InProcess;
using NetThreat.Storage.Sqlite;
using NetThreat.Web;

namespace NetThreat.Configuration;

/// <summary>Everything that can be configured: one property per section, one line each, defaults in the sections' own records.</summary>
internal sealed record NetThreatOptions
{
    /// <summary>Where the process keeps what it must not lose.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>Who the sensor is, where it watches, and how it reports.</summary>
    [Section(nameof(SensorOptions.Meter), nameof(SensorOptions.Shedding))]
    public SensorOptions Sensor { get; init; } = new();

    /// <summary>How packets are taken from interfaces.</summary>
    public CaptureOptions Capture { get; init; } = new();

    /// <summary>How packets become flow records.</summary>
    public MeterOptions Meter { get; init; } = new();

    /// <summary>How flow records of other exporters are collected.</summary>
    public CollectorOptions Collector { get; init; } = new();

    /// <summary>The shape and bounds of the in-process bus.</summary>
    [Section(nameof(InProcessBusOptions.FirstEpoch))]
    public InProcessBusOptions Bus { get; init; } = new();

    /// <summary>What the embedded store keeps. Its folder is that of <see cref="Data"/>: the wiring puts it in.</summary>
    [Section(nameof(SqliteOptions.DataFolder))]
    public SqliteOptions Store { get; init; } = new() { DataFolder = "." };

    /// <summary>How the web role listens and how long people stay signed in.</summary>
    [Section(nameof(WebOptions.DataFolder))]
    public WebOptions Web { get; init; } = new();

    /// <summary>Parameters of detection and correlation.</summary>
    public DetectionOptions Detection { get; init; } = new();

    /// <summary>Which learned models score flows.</summary>
    public ModelsOptions Models { get; init; } = new();

    /// <summary>The roles this process plays; all of them unless some are named.</summary>
    public IReadOnlyList<Role> Roles { get; init; } = Enum.GetValues<Role>();

    /// <summary>This process collects: it has the role, and something to collect from.</summary>
    public bool Collects() => Roles.Contains(Role.Collector) && (Collector.Enabled || Collector.Logs.Count > 0);

    /// <summary>The data folder in effect: an absolute path.</summary>
    public string DataFolder() => Configuration.DataFolder.Resolve(Data, Environment.GetEnvironmentVariable);
}
