using System.Text;
using NetThreat.Core.Net;
using NetThreat.Core.Streams;
using NetThreat.Core.Wire;

namespace NetThreat.Capture.Collector;

/// <summary>The collector of other exporters' flow records: who it is, what it listens to, and how it reads.</summary>
public sealed record CollectorOptions
{
    /// <summary>Listens for exporters. Off unless asked for: open ports are a decision.</summary>
    public bool Enabled { get; init; }

    /// <summary>Unique among the sensors and collectors that write to one bus.</summary>
    public string Name { get; init; } = "collector";

    /// <summary>The namespace of addresses.</summary>
    public string Site { get; init; } = "default";

    /// <summary>The address to listen on; :: for all, of both versions of IP.</summary>
    public string Listen { get; init; } = "::";

    /// <summary>UDP ports. Every one takes NetFlow, IPFIX and sFlow: the content tells.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [2055, 4739, 6343];

    /// <summary>Addresses of the exporters that are listened to; empty for all. Others are dropped and counted.</summary>
    public IReadOnlyList<string> Exporters { get; init; } = [];

    /// <summary>What the kernel may hold for a socket until we read it; the kernel's own limit may be lower.</summary>
    public int ReceiveBufferBytes { get; init; } = 16 << 20;

    /// <summary>What we hold between the sockets and the decoder.</summary>
    public long QueueBytes { get; init; } = 64L << 20;

    /// <summary>How long a record waits for the other direction of its conversation, in event time; 0 joins none.</summary>
    public TimeSpan PairingWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How far an exporter's clock may stand from ours before the times of its flows are moved to ours.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Log files of Zeek and Suricata that are followed: files, or patterns such as /var/log/zeek/current/*.log.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>Time between two watermarks; records wait at most so long.</summary>
    public TimeSpan WatermarkInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time between two heartbeats with their ledger rows; templates are saved as often.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Records of one message.</summary>
    public int MaxRecordsPerMessage { get; init; } = 512;

    /// <summary>What is kept at most.</summary>
    public CollectorLimits Limits { get; init; } = new();

    public Vantage Vantage => new(Site, Name);

    /// <summary>Every fault of these options, one line each; empty when they are usable.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>(Limits.Validate().Select(f => $"{nameof(Limits)}:{f}"));
        Text(faults, nameof(Name), Name);
        Text(faults, nameof(Site), Site);
        if (!Address.TryParse(Listen, out _)) faults.Add($"{nameof(Listen)} must be an IP address, is '{Listen}'");
        if (Ports.Count == 0) faults.Add($"{nameof(Ports)} must name at least one port");
        faults.AddRange(Ports.Where(p => p is < 0 or > ushort.MaxValue).Select(p => $"{nameof(Ports)} must be 0 to 65535, has {p}"));
        faults.AddRange(Exporters.Where(e => !Address.TryParse(e, out _)).Select(e => $"{nameof(Exporters)} must be IP addresses, has '{e}'"));
        if (ReceiveBufferBytes < 65536) faults.Add($"{nameof(ReceiveBufferBytes)} must be at least 65536, is {ReceiveBufferBytes}");
        if (QueueBytes < 1 << 20) faults.Add($"{nameof(QueueBytes)} must be at least 1 MiB, is {QueueBytes}");
        if (PairingWindow < TimeSpan.Zero || PairingWindow > TimeSpan.FromMinutes(10)) faults.Add($"{nameof(PairingWindow)} must be 0 to 10 minutes, is {PairingWindow}");
        if (ClockTolerance <= TimeSpan.Zero) faults.Add($"{nameof(ClockTolerance)} must be above 0, is {ClockTolerance}");
        if (WatermarkInterval <= TimeSpan.Zero) faults.Add($"{nameof(WatermarkInterval)} must be above 0, is {WatermarkInterval}");
        if (ReportInterval <= TimeSpan.Zero) faults.Add($"{nameof(ReportInterval)} must be above 0, is {ReportInterval}");
        if (MaxRecordsPerMessage is < 1 or > WireLimits.MaxRecords) faults.Add($"{nameof(MaxRecordsPerMessage)} must be 1 to {WireLimits.MaxRecords}, is {MaxRecordsPerMessage}");
        return faults;
    }

    private static void Text(List<string> faults, string option, string value)
    {
        if (value.Length == 0) faults.Add($"{option} must not be empty");
        if (Encoding.UTF8.GetByteCount(value) > WireLimits.MaxName) faults.Add($"{option} must be at most {WireLimits.MaxName} bytes long");
    }
}
