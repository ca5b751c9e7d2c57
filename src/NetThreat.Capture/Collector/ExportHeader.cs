namespace NetThreat.Capture.Collector;

/// <summary>What the header of a datagram says, and when it came.</summary>
/// <param name="Received">Nanoseconds since the epoch by the collector's clock, or the capture's.</param>
/// <param name="Exported">Nanoseconds since the epoch by the exporter's clock; 0 where it tells none.</param>
/// <param name="Uptime">Milliseconds since the exporter's start; null where it tells none.</param>
internal readonly record struct ExportHeader(long Received, long Exported, uint? Uptime, uint Sequence)
{
    /// <summary>A time given in uptime, which wraps after 49.7 days (RFC 3954 section 8: FIRST_SWITCHED, LAST_SWITCHED).</summary>
    /// <returns>0 where it cannot be known.</returns>
    public long TimeOf(uint uptime) => Uptime is { } now && Exported != 0 ? Exported - unchecked((int)(now - uptime)) * 1_000_000L : 0;
}
