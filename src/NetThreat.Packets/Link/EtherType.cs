namespace NetThreat.Packets.Link;

/// <summary>EtherType values the decoder acts on.</summary>
internal static class EtherType
{
    public const int IPv4 = 0x0800;
    public const int Arp = 0x0806;
    public const int IPv6 = 0x86DD;

    /// <summary>802.1Q customer tag.</summary>
    public const int Vlan = 0x8100;

    /// <summary>802.1ad service tag.</summary>
    public const int ServiceVlan = 0x88A8;

    /// <summary>Outer tag of stacked VLANs before 802.1ad.</summary>
    public const int OldStackedVlan = 0x9100;

    public static bool IsVlan(int type) => type is Vlan or ServiceVlan or OldStackedVlan;
}
