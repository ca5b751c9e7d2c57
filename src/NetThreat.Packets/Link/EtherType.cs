namespace NetThreat.Packets.Link;

/// <summary>EtherType values the decoder acts on.</summary>
internal static class EtherType
{
    public const int IPv4 = 0x0800;
    public const int Arp = 0x0806;
    public const int IPv6 = 0x86DD;

    /// <summary>Below this the field is the length of an IEEE 802.3 frame, and LLC follows.</summary>
    public const int Minimum = 0x0600;

    /// <summary>802.1Q customer tag.</summary>
    public const int Vlan = 0x8100;

    /// <summary>802.1ad service tag.</summary>
    public const int ServiceVlan = 0x88A8;

    /// <summary>Outer tags of stacked VLANs before 802.1ad.</summary>
    public const int OldStackedVlan = 0x9100;
    public const int OldStackedVlan2 = 0x9200;

    public const int Mpls = 0x8847;
    public const int MplsMulticast = 0x8848;
    public const int PppoeDiscovery = 0x8863;
    public const int PppoeSession = 0x8864;

    /// <summary>Cisco FabricPath: 2 bytes of tag, then a whole Ethernet frame.</summary>
    public const int FabricPath = 0x8903;

    /// <summary>802.1ah: 4 bytes of service tag, then a whole Ethernet frame.</summary>
    public const int ProviderBackbone = 0x88E7;

    /// <summary>Cisco VN-Tag (802.1Qbh): 4 bytes, then an EtherType.</summary>
    public const int VnTag = 0x8926;

    /// <summary>802.1AE: what follows is encrypted, or cannot be told from it.</summary>
    public const int MacSec = 0x88E5;

    /// <summary>GRE: a whole Ethernet frame.</summary>
    public const int TransparentEthernet = 0x6558;

    /// <summary>GRE: PPP (RFC 2637 section 4.1).</summary>
    public const int Ppp = 0x880B;

    /// <summary>GRE: ERSPAN types I and II.</summary>
    public const int Erspan = 0x88BE;

    /// <summary>GRE: ERSPAN type III.</summary>
    public const int Erspan3 = 0x22EB;

    /// <summary>GRE: Web Cache Communication Protocol.</summary>
    public const int Wccp = 0x883E;

    public static bool IsVlan(int type) => type is Vlan or ServiceVlan or OldStackedVlan or OldStackedVlan2;
}
