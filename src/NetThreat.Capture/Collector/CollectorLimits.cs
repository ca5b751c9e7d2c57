namespace NetThreat.Capture.Collector;

/// <summary>What one collector keeps at most, whatever is sent to it.</summary>
public sealed record CollectorLimits
{
    /// <summary>Observation domains of all exporters; beyond it the one silent for longest is forgotten.</summary>
    public int MaxDomains { get; init; } = 4096;

    /// <summary>Templates of one domain.</summary>
    public int MaxTemplatesPerDomain { get; init; } = 1024;

    /// <summary>Fields of all templates of all domains.</summary>
    public int MaxTemplateFields { get; init; } = 1_000_000;

    /// <summary>Data sets that wait for their template.</summary>
    public int MaxPendingSets { get; init; } = 8192;

    /// <summary>Bytes of the data sets that wait for their template.</summary>
    public long MaxPendingBytes { get; init; } = 16L << 20;

    /// <summary>How long a data set waits for its template.</summary>
    public TimeSpan MaxPendingAge { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Records that wait for the other direction.</summary>
    public int MaxWaitingRecords { get; init; } = 262_144;

    /// <summary>Every fault of these limits, one line each.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        void AtLeast(long value, long least, string name)
        {
            if (value < least) faults.Add($"{name} must be at least {least}, is {value}");
        }

        AtLeast(MaxDomains, 1, nameof(MaxDomains));
        AtLeast(MaxTemplatesPerDomain, 1, nameof(MaxTemplatesPerDomain));
        AtLeast(MaxTemplateFields, 100, nameof(MaxTemplateFields));
        AtLeast(MaxPendingSets, 1, nameof(MaxPendingSets));
        AtLeast(MaxPendingBytes, 65536, nameof(MaxPendingBytes));
        AtLeast(MaxWaitingRecords, 1, nameof(MaxWaitingRecords));
        if (MaxPendingAge <= TimeSpan.Zero || MaxPendingAge > TimeSpan.FromDays(365)) faults.Add($"{nameof(MaxPendingAge)} must be above 0 and at most 365 days, is {MaxPendingAge}");
        return faults;
    }
}
