using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Packets;

/// <summary>Why decoding of a packet ended before a transport conversation was known. The name in snake_case is the ledger's reason.</summary>
public enum DecodeOutcome : byte
{
    /// <summary>An IP packet with a conversation: it belongs to a flow.</summary>
    Flow = 0,
    Arp,
    UnknownLinkType,
    UnknownEtherType,
    TruncatedLink,
    TruncatedIp,
    BadIpHeader,
    TruncatedTransport,
    BadTransportHeader,
    /// <summary>An IEEE 802.2 frame that carries no IP: spanning tree, IS-IS, NetBEUI, vendors' discovery.</summary>
    Llc,
    /// <summary>The link speaks for itself: PPP and PPPoE negotiation, keep-alives, a pseudowire's associated channel.</summary>
    LinkControl,
    /// <summary>Protected below the network layer: WEP, WPA, MACsec, PPP encryption.</summary>
    Encrypted,
    /// <summary>PPP with compressed headers or payload.</summary>
    Compressed,
    /// <summary>An IEEE 802.11 management or control frame, or one without data.</summary>
    WirelessControl,
    /// <summary>A fragment of an IEEE 802.11 frame that is not the first.</summary>
    WirelessFragment,
    /// <summary>Below the MPLS labels is neither IP nor Ethernet.</summary>
    UnknownPseudowire,
    /// <summary>A fragment that is not the first and whose first one is not known.</summary>
    LaterFragment,

    /// <summary>Not an outcome of decoding, and in no ledger: a fragment that waits for the first of its datagram.</summary>
    Waiting = byte.MaxValue,
}

/// <summary>TCP flag bits as on the wire.</summary>
[Flags]
public enum TcpFlags : byte
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Rst = 4,
    Psh = 8,
    Ack = 16,
    Urg = 32,
    Ece = 64,
    Cwr = 128,
}

/// <summary>The innermost conversation of one packet. A plain struct that the decoder fills in place; nothing in it is allocated.</summary>
public struct DecodedPacket
{
    public Timestamp Time;
    public Address Source;
    public Address Destination;

    /// <summary>TCP/UDP port; ICMP: the type.</summary>
    public ushort SourcePort;

    /// <summary>TCP/UDP port; ICMP: the code.</summary>
    public ushort DestinationPort;

    public byte Protocol;
    public TcpFlags Flags;
    public ushort Window;
    public uint Sequence;
    public uint Acknowledgment;

    /// <summary>Bytes from the network header on, by the header's own length (IPv4 total length; IPv6 40 + payload length).</summary>
    public int IpLength;

    /// <summary>IPv4 time to live or IPv6 hop limit.</summary>
    public byte TimeToLive;

    /// <summary>Transport header in bytes (TCP with options; UDP 8; ICMP 8).</summary>
    public int TransportHeaderLength;

    /// <summary>Transport payload in bytes on the wire, by the headers.</summary>
    public int PayloadLength;

    /// <summary>Offset of the payload in the captured data.</summary>
    public int PayloadOffset;

    /// <summary>Payload bytes that were captured; at most <see cref="PayloadLength"/>.</summary>
    public int CapturedPayload;

    /// <summary>Bytes of the frame on the wire.</summary>
    public int WireLength;

    /// <summary>Outermost VLAN id, or 0.</summary>
    public ushort Vlan;

    /// <summary>First 32 bits after the ICMP header's checksum (identifier and sequence of an echo).</summary>
    public uint IcmpRest;

    /// <summary>Which part of a fragmented datagram the packet is.</summary>
    public FragmentPart Fragment;

    /// <summary>Tells datagrams of one pair of addresses apart. IPv4: protocol and identification; IPv6: that of the fragment header. Only of fragments.</summary>
    public uint FragmentId;

    /// <summary>Where this fragment's bytes belong in the datagram's payload.</summary>
    public int FragmentOffset;

    /// <summary>Bytes of the datagram's payload in this fragment, by the headers.</summary>
    public int FragmentLength;

    /// <summary>Fragments with higher offsets follow.</summary>
    public bool MoreFragments;

    /// <summary>Fragments of the same datagram that came before this first one and are counted right behind it.</summary>
    public ushort Waiting;

    /// <summary>Where the next frame of an IEEE 802.11 A-MSDU begins in the captured bytes, or 0: see <see cref="PacketDecoder.DecodeNext"/>.</summary>
    public int NextFrame;

    /// <summary>The packet came out of a first fragment: its lengths may reach beyond what carries it.</summary>
    internal bool CutShort;

    /// <summary>Link headers seen, against endless nesting.</summary>
    internal byte LinkHeaders;

    /// <summary>Checksums are calculated.</summary>
    internal bool Verify;

    /// <summary>The addresses in the header are not those that the transport checksum was made with (source routing, mobility).</summary>
    internal bool AddressesDiffer;

    /// <summary>What is odd about this packet.</summary>
    public Anomaly Anomalies;

    /// <summary>How the packet carries another one, from <see cref="PayloadOffset"/> + <see cref="InnerSkip"/> on; None for an ordinary payload.</summary>
    public TunnelKind Tunnel;

    /// <summary>How the carried packet begins.</summary>
    public InnerLayer Inner;

    /// <summary>Bytes of the tunnel's own header within the payload.</summary>
    public ushort InnerSkip;
}

/// <summary>The first layer of a packet that a tunnel carries.</summary>
public enum InnerLayer : byte
{
    None = 0,
    Ethernet,
    IPv4,
    IPv6,

    /// <summary>PPP with its protocol field.</summary>
    Ppp,

    /// <summary>An MPLS label stack.</summary>
    Mpls,

    /// <summary>An IEEE 802.11 frame.</summary>
    Ieee80211,

    /// <summary>Address resolution: no conversation.</summary>
    Arp,
}

/// <summary>The part of a fragmented datagram that a packet is.</summary>
public enum FragmentPart : byte
{
    /// <summary>The packet is a whole datagram.</summary>
    None = 0,

    /// <summary>The fragment at offset 0: it has the transport header.</summary>
    First,

    /// <summary>A fragment behind it.</summary>
    Later,
}
