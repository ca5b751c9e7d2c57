namespace NetThreat.Packets.Tunnels;

/// <summary>VXLAN (RFC 7348 section 5), with group policy, and its generic protocol extension.</summary>
internal static class VxlanHeader
{
    private const int Header = 8;

    /// <summary>The network identifier is valid: must be set.</summary>
    private const byte Identified = 0x08;

    /// <summary>Group policy extension: a policy id stands in reserved bytes.</summary>
    private const byte GroupPolicy = 0x80;

    /// <summary>GPE: the last reserved byte before the identifier names what follows.</summary>
    private const byte NextProtocol = 0x04;

    public static bool Read(ReadOnlySpan<byte> payload, out InnerLayer layer, out int skip)
    {
        layer = InnerLayer.Ethernet;
        skip = Header;
        return payload.Length >= Header && (payload[0] & ~GroupPolicy) == Identified;
    }

    public static bool ReadGeneric(ReadOnlySpan<byte> payload, out InnerLayer layer, out int skip)
    {
        layer = InnerLayer.None;
        skip = Header;
        if (payload.Length < Header || (payload[0] & (Identified | 0x30)) != Identified) return false;
        layer = (payload[0] & NextProtocol) == 0 ? InnerLayer.Ethernet : payload[3] switch
        {
            1 => InnerLayer.IPv4,
            2 => InnerLayer.IPv6,
            3 => InnerLayer.Ethernet,
            _ => InnerLayer.None,
        };
        return true;
    }
}
