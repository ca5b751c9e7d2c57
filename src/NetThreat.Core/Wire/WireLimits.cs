namespace NetThreat.Core.Wire;

/// <summary>What a decoder accepts at most: far above what the product writes, far below what could hurt.</summary>
public static class WireLimits
{
    /// <summary>Counters: 2^56, so that sums over many records do not overflow.</summary>
    public const long MaxCount = 1L << 56;

    /// <summary>Records, findings, incidents or ledger rows of one message.</summary>
    public const int MaxRecords = 65_536;

    /// <summary>Columns of a feature row.</summary>
    public const int MaxFeatures = 4096;

    /// <summary>UTF-8 bytes of a name: a site, sensor, run, detector, service.</summary>
    public const int MaxName = 512;

    /// <summary>UTF-8 bytes of a sentence or path.</summary>
    public const int MaxText = 8192;

    /// <summary>UTF-8 bytes of a TCP history.</summary>
    public const int MaxHistory = 1024;

    /// <summary>UTF-8 bytes of a DNS name: 255 octets, each at most four characters in presentation form.</summary>
    public const int MaxDnsName = 1024;

    /// <summary>UTF-8 bytes of a fact read out of a payload; <see cref="Flows.ApplicationFacts.MaxText"/> characters need at most three times as many.</summary>
    public const int MaxFactBytes = 2048;

    /// <summary>Techniques, evidence numbers or loss reasons of one record.</summary>
    public const int MaxList = 256;
}
