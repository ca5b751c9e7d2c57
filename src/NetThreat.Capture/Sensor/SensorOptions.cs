using System.Text;
using NetThreat.Capture.Live.Shedding;
using NetThreat.Core.Streams;
using NetThreat.Core.Wire;
using NetThreat.Flows;
using NetThreat.Flows.Aggregates;

namespace NetThreat.Capture.Sensor;

/// <summary>One sensor: who it is, where it watches, and how it reports.</summary>
public sealed record SensorOptions
{
    /// <summary>Unique among the sensors that write to one bus.</summary>
    public string Sensor { get; init; } = "sensor";

    /// <summary>The namespace of addresses.</summary>
    public string Site { get; init; } = "default";

    /// <summary>The tap. Sensors that see the same conversations share it; empty stands for the sensor's own name.</summary>
    public string ObservationPoint { get; init; } = "";

    public MeterOptions Meter { get; init; } = new();

    /// <summary>What is left out of a live source when the sensor cannot keep up.</summary>
    public SheddingOptions Shedding { get; init; } = new();

    /// <summary>When one-packet flows leave as aggregate records.</summary>
    public AggregateOptions Aggregates { get; init; } = new();

    /// <summary>Packets between two watermarks of a source that is not live.</summary>
    public int WatermarkPackets { get; init; } = 4096;

    /// <summary>Time between two watermarks of a live source; records wait at most so long.</summary>
    public TimeSpan WatermarkInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time between two heartbeats with their ledger rows.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How far the clock of a silent wire stays behind the wall, for packets that wait in the capture's own buffers.</summary>
    public TimeSpan SilenceGuard { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Records of one message.</summary>
    public int MaxRecordsPerMessage { get; init; } = 512;

    public Vantage Vantage => new(Site, ObservationPoint.Length == 0 ? Sensor : ObservationPoint);

    /// <summary>Every fault of these options, one line each; empty when they are usable.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>([.. Meter.Validate(), .. Shedding.Validate(), .. Aggregates.Validate()]);
        Name(faults, nameof(Sensor), Sensor, mayBeEmpty: false);
        Name(faults, nameof(Site), Site, mayBeEmpty: false);
        Name(faults, nameof(ObservationPoint), ObservationPoint, mayBeEmpty: true);
        if (WatermarkPackets < 1) faults.Add($"{nameof(WatermarkPackets)} must be at least 1, is {WatermarkPackets}");
        if (WatermarkInterval <= TimeSpan.Zero) faults.Add($"{nameof(WatermarkInterval)} must be above 0, is {WatermarkInterval}");
        if (ReportInterval <= TimeSpan.Zero) faults.Add($"{nameof(ReportInterval)} must be above 0, is {ReportInterval}");
        if (SilenceGuard < TimeSpan.Zero) faults.Add($"{nameof(SilenceGuard)} must not be negative, is {SilenceGuard}");
        if (MaxRecordsPerMessage is < 1 or > WireLimits.MaxRecords) faults.Add($"{nameof(MaxRecordsPerMessage)} must be 1 to {WireLimits.MaxRecords}, is {MaxRecordsPerMessage}");
        return faults;
    }

    private static void Name(List<string> faults, string option, string value, bool mayBeEmpty)
    {
        if (!mayBeEmpty && value.Length == 0) faults.Add($"{option} must not be empty");
        if (Encoding.UTF8.GetByteCount(value) > WireLimits.MaxName) faults.Add($"{option} must be at most {WireLimits.MaxName} bytes long");
    }
}
