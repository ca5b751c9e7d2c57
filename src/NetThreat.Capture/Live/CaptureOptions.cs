using NetThreat.Capture.Live.Shedding;

namespace NetThreat.Capture.Live;

/// <summary>How packets are taken from interfaces.</summary>
public sealed record CaptureOptions
{
    private const long MaxRing = 64L << 30;

    /// <summary>By which means: the kernel's ring where it can, libpcap elsewhere, unless one is named.</summary>
    public CaptureMethod Method { get; init; } = CaptureMethod.Auto;

    /// <summary>Memory of the kernel's ring per interface, shared by its workers: what a burst may fill while the sensor is busy.</summary>
    public long RingBytes { get; init; } = 64L << 20;

    /// <summary>The ring's blocks: a block is handed over when it is full or <see cref="BlockTimeout"/> old. Many small ones hold longer on a quiet wire, where each holds little.</summary>
    public long BlockBytes { get; init; } = 256L << 10;

    /// <summary>How long a packet waits at most for its block to fill.</summary>
    public TimeSpan BlockTimeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Bytes captured of each packet. The default holds the merged packets that network cards and the kernel hand over.</summary>
    public int SnapLength { get; init; } = 262_144;

    /// <summary>Packets that are not for this host are wanted too.</summary>
    public bool Promiscuous { get; init; } = true;

    /// <summary>A BPF filter, as tcpdump takes it; empty for every packet.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Sensors that share the interfaces, each a stream with a flow table of its own.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How packets are shared among the workers.</summary>
    public FanoutMode Fanout { get; init; } = FanoutMode.Hash;

    /// <summary>The first wait for an interface that went away; it doubles up to <see cref="MaxRetry"/>.</summary>
    public TimeSpan MinRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two looks for an interface that went away.</summary>
    public TimeSpan MaxRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Keep what the process may do besides capturing, for example as root.</summary>
    public bool KeepPrivileges { get; init; }

    /// <summary>What is left out when the sensor cannot keep up.</summary>
    public SheddingOptions Shedding { get; init; } = new();

    /// <summary>Every fault of these options, one line each; empty when they are usable.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (BlockBytes is < 65_536 or > 1 << 26 || !long.IsPow2(BlockBytes)) faults.Add($"{nameof(BlockBytes)} must be a power of two from 64 KiB to 64 MiB, is {BlockBytes}");
        if (RingBytes < 2 * BlockBytes || RingBytes > MaxRing) faults.Add($"{nameof(RingBytes)} must be at least two blocks and at most 64 GiB, is {RingBytes}");
        if (BlockTimeout < TimeSpan.FromMilliseconds(1) || BlockTimeout > TimeSpan.FromSeconds(1)) faults.Add($"{nameof(BlockTimeout)} must be 1 ms to 1 s, is {BlockTimeout}");
        if (SnapLength is < 64 or > 262_144) faults.Add($"{nameof(SnapLength)} must be 64 to 262144, is {SnapLength}");
        if (Workers is < 1 or > 256) faults.Add($"{nameof(Workers)} must be 1 to 256, is {Workers}");
        if (MinRetry <= TimeSpan.Zero || MaxRetry < MinRetry) faults.Add($"{nameof(MinRetry)} must be above 0 and at most {nameof(MaxRetry)}, is {MinRetry}");
        return faults;
    }
}

/// <summary>The means of live capture.</summary>
public enum CaptureMethod
{
    /// <summary>The first of the others that this system has.</summary>
    Auto = 0,

    /// <summary>A ring of the Linux kernel (AF_PACKET, TPACKET_V3).</summary>
    Ring,

    /// <summary>The libpcap of the system.</summary>
    Libpcap,

    /// <summary>SharpPcap, where the build has it: Npcap on Windows.</summary>
    SharpPcap,
}

/// <summary>Who of several workers gets a packet.</summary>
public enum FanoutMode
{
    /// <summary>By a symmetric hash of addresses and ports: both directions of a conversation meet one worker.</summary>
    Hash = 0,

    /// <summary>By the processor that took the packet from the network card: for cards that share out conversations symmetrically.</summary>
    Cpu = 2,
}
