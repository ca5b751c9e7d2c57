namespace NetThreat.Packets.Link;

/// <summary>The LINKTYPE_* numbers (tcpdump registry) that the decoder knows.</summary>
public static class LinkType
{
    /// <summary>BSD loopback: the address family in the byte order of the capturing host.</summary>
    public const ushort Null = 0;

    public const ushort Ethernet = 1;

    /// <summary>PPP, with or without the HDLC address and control bytes.</summary>
    public const ushort Ppp = 9;

    /// <summary>DLT_RAW as BSD/OS and others numbered it; old files carry it unmapped.</summary>
    public const ushort RawBsd = 12;

    /// <summary>DLT_RAW as OpenBSD numbered it.</summary>
    public const ushort RawOpenBsd = 14;

    /// <summary>PPP or Cisco HDLC, told apart by the first byte (RFC 1662 section 3.1).</summary>
    public const ushort PppHdlc = 50;

    /// <summary>A PPPoE session header, then PPP.</summary>
    public const ushort PppEther = 51;

    /// <summary>IPv4 or IPv6 by the version nibble.</summary>
    public const ushort Raw = 101;

    /// <summary>Cisco HDLC.</summary>
    public const ushort CiscoHdlc = 104;

    public const ushort Ieee80211 = 105;

    /// <summary>OpenBSD loopback: the address family in network byte order.</summary>
    public const ushort Loop = 108;

    public const ushort LinuxCooked = 113;

    /// <summary>A Prism monitor header, then IEEE 802.11.</summary>
    public const ushort Ieee80211Prism = 119;

    /// <summary>A radiotap header, then IEEE 802.11.</summary>
    public const ushort Ieee80211Radiotap = 127;

    /// <summary>An AVS header, then IEEE 802.11.</summary>
    public const ushort Ieee80211Avs = 163;

    /// <summary>PPP behind a direction byte that stands where the HDLC address would.</summary>
    public const ushort PppPppd = 166;

    /// <summary>Per-packet information, then the link type it names.</summary>
    public const ushort Ppi = 192;

    /// <summary>PPP behind a direction byte.</summary>
    public const ushort PppWithDirection = 204;

    public const ushort IPv4 = 228;

    public const ushort IPv6 = 229;

    /// <summary>Linux netfilter log: attributes, one of them the IP packet.</summary>
    public const ushort NetfilterLog = 239;

    /// <summary>An 8-byte preamble, then Ethernet (IEEE 802.3br).</summary>
    public const ushort EthernetPreamble = 274;

    public const ushort LinuxCooked2 = 276;
}
