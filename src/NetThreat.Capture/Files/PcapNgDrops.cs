namespace NetThreat.Capture.Files;

/// <summary>What a capturing program says that it did not get of one interface.</summary>
internal sealed class PcapNgDrops
{
    /// <summary>A file may claim any number; this is more than any capture loses, and small enough to be added up.</summary>
    private const long Most = 1L << 48;

    public long Interface { get; set; }

    public long System { get; set; }

    public long BetweenPackets { get; set; }

    /// <summary>Lost by the interface.</summary>
    public long ByInterface => Math.Clamp(Interface, 0, Most);

    /// <summary>Lost by the system: the total, or what packets say, which repeats it.</summary>
    public long BySystem => Math.Clamp(Math.Max(System, BetweenPackets), 0, Most);
}
