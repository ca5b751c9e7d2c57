namespace NetThreat.Packets.Link;

/// <summary>The LINKTYPE_* numbers (tcpdump registry) that the decoder knows.</summary>
public static class LinkType
{
    /// <summary>BSD loopback: the address family in the byte order of the capturing host.</summary>
    public const ushort Null = 0;

    public const ushort Ethernet = 1;

    /// <summary>DLT_RAW as BSD/OS and others numbered it; old files carry it unmapped.</summary>
    public const ushort RawBsd = 12;

    /// <summary>DLT_RAW as OpenBSD numbered it.</summary>
    public const ushort RawOpenBsd = 14;

    /// <summary>IPv4 or IPv6 by the version nibble.</summary>
    public const ushort Raw = 101;

    /// <summary>OpenBSD loopback: the address family in network byte order.</summary>
    public const ushort Loop = 108;

    public const ushort LinuxCooked = 113;

    public const ushort IPv4 = 228;

    public const ushort IPv6 = 229;

    public const ushort LinuxCooked2 = 276;
}
