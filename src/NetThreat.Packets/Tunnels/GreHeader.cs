using System.Buffers.Binary;
using NetThreat.Core.Flows;
using NetThreat.Packets.Link;

namespace NetThreat.Packets.Tunnels;

/// <summary>What a GRE header says.</summary>
/// <param name="Version">0, or 1 for PPTP.</param>
/// <param name="Length">Bytes before the carried packet, headers of ERSPAN and WCCP included.</param>
/// <param name="Layer">None where no packet, or one of another kind, is carried.</param>
internal readonly record struct GreHeader(int Version, TunnelKind Tunnel, InnerLayer Layer, int Length)
{
    private const int Fixed = 4;
    private const int HasChecksum = 0x8000, HasRouting = 0x4000, HasKey = 0x2000, HasSequence = 0x1000, HasAcknowledgment = 0x0080;
    private const int RouteEntry = 4;
    private const int MaxRoutes = 16;
    private const int Erspan2 = 8;
    private const int Erspan3 = 12;
    private const int Erspan3Platform = 8;
    private const int WccpRedirect = 4;

    /// <summary>Aruba access points carry IEEE 802.11 frames under these numbers, one per tunnel.</summary>
    private const int FirstAruba = 0x8200, LastAruba = 0x82FF;

    /// <returns>False when the header is cut off or contradicts RFC 2784, RFC 1701 (routing) or RFC 2637.</returns>
    public static bool Read(ReadOnlySpan<byte> data, out GreHeader header)
    {
        header = default;
        if (data.Length < Fixed) return false;
        int flags = BinaryPrimitives.ReadUInt16BigEndian(data), type = BinaryPrimitives.ReadUInt16BigEndian(data[2..]), version = flags & 7;
        if (version > 1 || (version == 1 && type != EtherType.Ppp)) return false;
        int length = Fixed;
        if ((flags & (HasChecksum | HasRouting)) != 0) length += 4;
        if ((flags & HasKey) != 0) length += 4;
        if ((flags & HasSequence) != 0) length += 4;
        if (version == 1 && (flags & HasAcknowledgment) != 0) length += 4;
        if ((flags & HasRouting) != 0 && !Routes(data, ref length)) return false;
        if (length > data.Length) return false;
        header = version == 1 ? Pptp(flags, length) : ByType(data, type, flags, length);
        return header.Length <= data.Length;
    }

    /// <summary>A PPTP packet without a sequence number only acknowledges.</summary>
    private static GreHeader Pptp(int flags, int length) =>
        new(1, TunnelKind.Gre, (flags & HasSequence) != 0 ? InnerLayer.Ppp : InnerLayer.None, length);

    private static GreHeader ByType(ReadOnlySpan<byte> data, int type, int flags, int length) => type switch
    {
        EtherType.IPv4 => new(0, TunnelKind.Gre, InnerLayer.IPv4, length),
        EtherType.IPv6 => new(0, TunnelKind.Gre, InnerLayer.IPv6, length),
        EtherType.TransparentEthernet => new(0, TunnelKind.Gre, InnerLayer.Ethernet, length),
        EtherType.Ppp => new(0, TunnelKind.Gre, InnerLayer.Ppp, length),
        EtherType.Mpls or EtherType.MplsMulticast => new(0, TunnelKind.Gre, InnerLayer.Mpls, length),
        EtherType.Arp => new(0, TunnelKind.Gre, InnerLayer.Arp, length),
        EtherType.Wccp => new(0, TunnelKind.Gre, InnerLayer.IPv4, length + (length < data.Length && data[length] >> 4 != 4 ? WccpRedirect : 0)),
        EtherType.Erspan => new(0, TunnelKind.Erspan, InnerLayer.Ethernet, length + ((flags & HasSequence) != 0 ? Erspan2 : 0)),
        EtherType.Erspan3 => Third(data, length),
        >= FirstAruba and <= LastAruba => new(0, TunnelKind.Gre, InnerLayer.Ieee80211, length),
        _ => new(0, TunnelKind.Gre, InnerLayer.None, length),
    };

    /// <summary>ERSPAN type III: the last byte of its header tells the frame's type (0 Ethernet, 2 IP) and whether a platform header follows.</summary>
    private static GreHeader Third(ReadOnlySpan<byte> data, int length)
    {
        if (data.Length - length < Erspan3) return new(0, TunnelKind.Erspan, InnerLayer.None, length + Erspan3);
        int bits = BinaryPrimitives.ReadUInt16BigEndian(data[(length + 10)..]);
        length += Erspan3 + ((bits & 1) != 0 ? Erspan3Platform : 0);
        if ((bits >> 10 & 0x1F) != 2) return new(0, TunnelKind.Erspan, InnerLayer.Ethernet, length);
        return new(0, TunnelKind.Erspan, length < data.Length && data[length] >> 4 == 6 ? InnerLayer.IPv6 : InnerLayer.IPv4, length);
    }

    /// <summary>RFC 1701: source route entries (family 2, offset 1, length 1, data) up to one of family and length 0.</summary>
    private static bool Routes(ReadOnlySpan<byte> data, ref int length)
    {
        for (int n = 0; n < MaxRoutes; n++)
        {
            if (data.Length - length < RouteEntry) return false;
            int entry = data[length + 3];
            bool last = entry == 0 && BinaryPrimitives.ReadUInt16BigEndian(data[length..]) == 0;
            length += RouteEntry + entry;
            if (last) return true;
        }

        return false;
    }
}
