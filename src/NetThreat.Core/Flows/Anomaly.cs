namespace NetThreat.Core.Flows;

/// <summary>
/// What is odd about packets of a flow, as a set. Bits are on the wire and never change their meaning. The name in snake_case is what
/// exports, metrics and evidence print; the summary of each is its entry in the generated page.
/// </summary>
[Flags]
public enum Anomaly : ulong
{
    None = 0,

    /// <summary>Layers were nested deeper than the decoder follows; the innermost ones are not looked at.</summary>
    TunnelTooDeep = 1UL << 0,

    /// <summary>The IPv4 header's checksum is wrong (RFC 791 section 3.1); one of zero is taken for offloading's.</summary>
    BadIpChecksum = 1UL << 1,

    /// <summary>The TCP checksum is wrong although the whole segment was captured and neither zero nor a partial sum, as offloading leaves it, stands in its place. The receiver drops such a segment, so one that matters to an observer only may be an evasion.</summary>
    BadTcpChecksum = 1UL << 2,

    /// <summary>The same of UDP.</summary>
    BadUdpChecksum = 1UL << 3,

    /// <summary>The same of ICMP and ICMPv6.</summary>
    BadIcmpChecksum = 1UL << 4,

    /// <summary>SCTP's CRC32c (RFC 9260 appendix A) is wrong, and not zero.</summary>
    BadSctpChecksum = 1UL << 5,

    /// <summary>The IP header claims more bytes than the frame had on the wire.</summary>
    IpLengthBeyondFrame = 1UL << 6,

    /// <summary>The UDP length is not what the IP header leaves for it (RFC 768).</summary>
    UdpLengthMismatch = 1UL << 7,

    /// <summary>A TCP segment without any flag: a null scan.</summary>
    TcpNoFlags = 1UL << 8,

    /// <summary>FIN, PSH and URG without SYN, RST and ACK: a Christmas tree scan.</summary>
    TcpXmas = 1UL << 9,

    /// <summary>SYN and FIN together.</summary>
    TcpSynFin = 1UL << 10,

    /// <summary>SYN and RST together.</summary>
    TcpSynRst = 1UL << 11,

    /// <summary>FIN and RST together.</summary>
    TcpFinRst = 1UL << 12,

    /// <summary>No SYN, no RST and no ACK: every segment of a connection but its first acknowledges (RFC 9293 section 3.4). FIN scans look so.</summary>
    TcpNoAck = 1UL << 13,

    /// <summary>A reserved bit of the TCP header is set (RFC 9293 section 3.1).</summary>
    TcpReservedBits = 1UL << 14,

    /// <summary>URG with a pointer beyond the segment or of zero, or on a SYN.</summary>
    TcpUrgentPointer = 1UL << 15,

    /// <summary>A SYN without a fast open option (RFC 7413) carries data.</summary>
    TcpDataOnSyn = 1UL << 16,

    /// <summary>TCP options run over the header's end, or have an impossible length.</summary>
    TcpBadOptions = 1UL << 17,

    /// <summary>A SYN that offers no window.</summary>
    TcpZeroWindowSyn = 1UL << 18,

    /// <summary>A segment repeats a part of what was sent before and goes on behind it: the two may differ in the part that both carry.</summary>
    TcpSegmentOverlap = 1UL << 19,

    /// <summary>A time to live or hop limit of 0 or 1 towards one host: trace routes, or packets meant to expire before it.</summary>
    LowTtl = 1UL << 20,

    /// <summary>The packets of one direction arrived with times to live that differ by more than four: another route, or another sender.</summary>
    TtlChange = 1UL << 21,

    /// <summary>Source and destination are one address and, where there are ports, one port, and not of the loopback network.</summary>
    LandAttack = 1UL << 22,

    /// <summary>A source address that no host may send from: multicast, broadcast, or loopback towards another network (RFC 1122 section 3.2.1.3, RFC 4291 section 2).</summary>
    MartianSource = 1UL << 23,

    /// <summary>A TCP or SCTP port of 0, or a UDP destination port of 0.</summary>
    PortZero = 1UL << 24,

    /// <summary>An IPv4 source route option, or an IPv6 routing header of type 0 (RFC 7126 section 4.3, RFC 5095).</summary>
    SourceRoute = 1UL << 25,

    /// <summary>An IPv4 option other than padding, router alert and source routes.</summary>
    IpOptions = 1UL << 26,

    /// <summary>IPv4 options or IPv6 extension options run over their header's end, or have an impossible length.</summary>
    IpBadOptions = 1UL << 27,

    /// <summary>The reserved bit of the IPv4 flags is set.</summary>
    IpReservedBit = 1UL << 28,

    /// <summary>IPv6 extension headers in an order or number that RFC 8200 section 4.1 does not allow.</summary>
    IpExtensionOrder = 1UL << 29,

    /// <summary>A fragment other than the last with less than 48 bytes, or a TCP fragment at offset 8 (RFC 1858, RFC 3128).</summary>
    FragmentTiny = 1UL << 30,

    /// <summary>Fragments of one datagram overlap (RFC 5722).</summary>
    FragmentOverlap = 1UL << 31,

    /// <summary>A fragment reaches beyond the largest datagram, as in the ping of death.</summary>
    FragmentTooLarge = 1UL << 32,

    /// <summary>A fragment other than the last whose length is no multiple of 8 (RFC 8200 section 4.5).</summary>
    FragmentMisaligned = 1UL << 33,

    /// <summary>A fragment lies behind the one that said it was the last, or two say so of different ends.</summary>
    FragmentBeyondEnd = 1UL << 34,

    /// <summary>What a tunnel's header or protocol number announces is not there.</summary>
    TunnelMalformed = 1UL << 35,

    /// <summary>An SCTP chunk is shorter than its header or reaches beyond the packet (RFC 9260 section 3.2).</summary>
    SctpBadChunk = 1UL << 36,

    /// <summary>An ICMP error was sent to another host than the one that sent the packet it quotes.</summary>
    IcmpQuoteMismatch = 1UL << 37,

    /// <summary>The sensor could not keep up and left out later packets of the flow: its counters are lower bounds. The packets are in the ledger as shed.</summary>
    Thinned = 1UL << 62,
}
