namespace NetThreat.Capture.Files;

/// <summary>Bounds on what a file may claim.</summary>
internal static class CaptureLimits
{
    /// <summary>The largest captured packet, as libpcap's MAXIMUM_SNAPLEN: more in a record header is a corrupt record.</summary>
    public const int MaxPacket = 256 * 1024;

    /// <summary>A block that carries a packet: its headers and options around it.</summary>
    public const int MaxPacketBlock = MaxPacket + 64 * 1024;

    /// <summary>Interfaces of one pcapng section.</summary>
    public const int MaxInterfaces = 4096;

    /// <summary>No frame is longer on any wire: a larger claim is noise that would drown the byte counters.</summary>
    private const uint MaxWireLength = 16 << 20;

    /// <summary>The wire length as the record claims it, never below what was captured.</summary>
    public static int WireLength(uint claimed, int captured) => (int)Math.Max((uint)captured, Math.Min(claimed, MaxWireLength));
}
