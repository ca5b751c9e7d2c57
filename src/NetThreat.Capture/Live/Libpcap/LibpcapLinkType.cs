namespace NetThreat.Capture.Live.Libpcap;

/// <summary>A system's own DLT_* numbers as LINKTYPE_* numbers: they differ for a few old ones (pcap-linktype(7)).</summary>
internal static class LibpcapLinkType
{
    private const int RawLinux = 12, RawOpenBsd = 14, Raw = 101;

    public static ushort Standard(int dataLink) => dataLink is RawLinux or RawOpenBsd ? (ushort)Raw : (ushort)dataLink;
}
