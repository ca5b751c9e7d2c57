using F = NetThreat.Capture.Collector.RecordFields;

namespace NetThreat.Capture.Collector;

/// <summary>The start and end of a record's flow out of the many ways to give them.</summary>
internal static class RecordTimes
{
    private const long Millisecond = 1_000_000;

    /// <summary>Fills <see cref="ForeignRecord.Start"/> and <see cref="ForeignRecord.End"/>: nanoseconds by the exporter's clock, 0 where unknown.</summary>
    public static void Resolve(ref ForeignRecord r, ExportDomain domain, in ExportHeader header)
    {
        if (r.Start == 0) r.Start = Start(r, domain, header);
        if (r.End == 0) r.End = End(r, domain, header);
        bool duration = (r.Has & F.Duration) != 0;
        if (r.Start == 0 && r.End != 0 && duration) r.Start = r.End - r.Duration;
        if (r.End == 0 && r.Start != 0 && duration) r.End = r.Start + r.Duration;
        if (r.Start == 0) r.Start = r.End != 0 ? r.End : r.Observed;
        if (r.End == 0) r.End = r.Start;
    }

    private static long Start(in ForeignRecord r, ExportDomain domain, in ExportHeader header) =>
        (r.Has & F.StartUptime) != 0 ? Uptime(r.StartUptime, r, domain, header)
        : (r.Has & F.StartBefore) != 0 && header.Exported != 0 ? Before(header.Exported, r.StartBefore) : 0;

    private static long End(in ForeignRecord r, ExportDomain domain, in ExportHeader header) =>
        (r.Has & F.EndUptime) != 0 ? Uptime(r.EndUptime, r, domain, header)
        : (r.Has & F.EndBefore) != 0 && header.Exported != 0 ? Before(header.Exported, r.EndBefore) : 0;

    /// <summary>IPFIX has no uptime in its header: systemInitTimeMilliseconds gives the epoch (RFC 7011 is silent; the registry says so of 21 and 22).</summary>
    private static long Uptime(uint uptime, in ForeignRecord r, ExportDomain domain, in ExportHeader header)
    {
        if (header.Uptime is not null) return header.TimeOf(uptime);
        long start = r.SystemStart != 0 ? r.SystemStart : domain.SystemStart;
        return start == 0 ? 0 : start + uptime * Millisecond;
    }

    private static long Before(long exported, ulong microseconds) => microseconds <= uint.MaxValue ? exported - (long)microseconds * 1_000 : 0;
}
