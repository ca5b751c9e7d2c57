namespace NetThreat.Flows;

/// <summary>How packets become flow records. The defaults are the product's; every time is event time.</summary>
public sealed record MeterOptions
{
    /// <summary>How much is measured of a flow.</summary>
    public MeterProfile Profile { get; init; } = MeterProfile.Full;

    /// <summary>A TCP flow without a packet for this long has ended.</summary>
    public TimeSpan TcpIdleTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The same for UDP.</summary>
    public TimeSpan UdpIdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for ICMP and ICMPv6.</summary>
    public TimeSpan IcmpIdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for every other IP protocol.</summary>
    public TimeSpan OtherIdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a closed TCP flow absorbs late packets before its final record.</summary>
    public TimeSpan CloseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The first segment ends this long after the flow's first packet.</summary>
    public TimeSpan FirstSegment { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Distance of the later segment boundaries.</summary>
    public TimeSpan SegmentInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>False: a flow makes one record, at its end, as files of whole flows want it.</summary>
    public bool Segments { get; init; } = true;

    /// <summary>Hard limit of everything the meter keeps per flow; at the limit the least valuable flow leaves, counted.</summary>
    public long MaxMemoryBytes { get; init; } = 512L << 20;

    /// <summary>Whether checksums of whole packets are calculated, and wrong ones noted as anomalies.</summary>
    public bool VerifyChecksums { get; init; } = true;

    /// <summary>
    /// Keys the hash of the flow table. A fixed value gives the same layout in every process; a secret one denies a sender the
    /// knowledge to fill one bucket. Records do not depend on it unless flows are evicted.
    /// </summary>
    public ulong HashSeed { get; init; } = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Every fault of these options, one line each; empty when they are usable.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        void Positive(TimeSpan value, string name)
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(365)) faults.Add($"{name} must be above 0 and at most 365 days, is {value}");
        }

        Positive(TcpIdleTimeout, nameof(TcpIdleTimeout));
        Positive(UdpIdleTimeout, nameof(UdpIdleTimeout));
        Positive(IcmpIdleTimeout, nameof(IcmpIdleTimeout));
        Positive(OtherIdleTimeout, nameof(OtherIdleTimeout));
        Positive(CloseDelay, nameof(CloseDelay));
        Positive(FirstSegment, nameof(FirstSegment));
        Positive(SegmentInterval, nameof(SegmentInterval));
        if (MaxMemoryBytes < 1 << 20) faults.Add($"{nameof(MaxMemoryBytes)} must be at least 1 MiB, is {MaxMemoryBytes}");
        return faults;
    }
}
