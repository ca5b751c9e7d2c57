namespace NetThreat.Capture.Live.Shedding;

/// <summary>
/// What is left out when the sensor cannot keep up, before the kernel drops blindly: later packets of flows that have many. The measure is the
/// share of the capture's buffer that waits.
/// </summary>
public sealed record SheddingOptions
{
    /// <summary>Leave packets out under pressure; without it the kernel drops what finds no room.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Shedding begins when this share of the buffer waits.</summary>
    public double Above { get; init; } = 0.5;

    /// <summary>Shedding ends when no more than this share waits.</summary>
    public double Below { get; init; } = 0.25;

    /// <summary>Packets of each flow that are kept, counted from when the pressure rose: never the first ones of a flow are left out.</summary>
    public int KeepPackets { get; init; } = 64;

    /// <summary>Above this share less is kept.</summary>
    public double HardAbove { get; init; } = 0.8;

    /// <summary>Packets of each flow that are kept then.</summary>
    public int HardKeepPackets { get; init; } = 16;

    /// <summary>Flows that are counted at a time; a flow pushed out by another one counts as new, and is kept.</summary>
    public int Flows { get; init; } = 131_072;

    /// <summary>Every fault of these options, one line each; empty when they are usable.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (!(Above is > 0 and <= 1)) faults.Add($"{nameof(Above)} must be above 0 and at most 1, is {Above}");
        if (!(Below >= 0 && Below < Above)) faults.Add($"{nameof(Below)} must be at least 0 and below {nameof(Above)}, is {Below}");
        if (!(HardAbove >= Above && HardAbove <= 1)) faults.Add($"{nameof(HardAbove)} must be at least {nameof(Above)} and at most 1, is {HardAbove}");
        if (KeepPackets is < 1 or > short.MaxValue) faults.Add($"{nameof(KeepPackets)} must be 1 to {short.MaxValue}, is {KeepPackets}");
        if (HardKeepPackets < 1 || HardKeepPackets > KeepPackets) faults.Add($"{nameof(HardKeepPackets)} must be 1 to {nameof(KeepPackets)}, is {HardKeepPackets}");
        if (Flows is < 1024 or > 1 << 26) faults.Add($"{nameof(Flows)} must be 1024 to {1 << 26}, is {Flows}");
        return faults;
    }
}
