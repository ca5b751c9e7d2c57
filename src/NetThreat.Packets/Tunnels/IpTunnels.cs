using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Packets.Tunnels;

/// <summary>Encapsulations that have an IP protocol number of their own: the number says what it is, so what is not there is odd.</summary>
internal static class IpTunnels
{
    private const int EtherIpHeader = 2;

    /// <summary>Version 3, reserved bits zero (RFC 3378 section 3).</summary>
    private const byte EtherIpVersion = 0x30;

    /// <summary>Sets tunnel, inner layer and skip.</summary>
    /// <param name="payload">The captured bytes behind the IP header.</param>
    public static void Find(ReadOnlySpan<byte> payload, ref DecodedPacket d)
    {
        switch (d.Protocol)
        {
            case IpProtocol.IPv4InIp: Set(TunnelKind.IpInIp, InnerLayer.IPv4, 0, payload, ref d); break;
            case IpProtocol.IPv6InIp: Set(TunnelKind.IpInIp, InnerLayer.IPv6, 0, payload, ref d); break;
            case IpProtocol.Gre: Gre(payload, ref d); break;
            case IpProtocol.EtherIp when payload.Length >= EtherIpHeader && payload[0] == EtherIpVersion:
                Set(TunnelKind.EtherIp, InnerLayer.Ethernet, EtherIpHeader, payload, ref d);
                break;
            case IpProtocol.L2tp when L2tpHeader.ReadIp(payload, d.Fragment == FragmentPart.First ? ushort.MaxValue : d.PayloadLength, out var layer, out int skip):
                Set(TunnelKind.L2tp, layer, skip, payload, ref d);
                break;
            default: break;
        }
    }

    private static void Gre(ReadOnlySpan<byte> payload, ref DecodedPacket d)
    {
        if (GreHeader.Read(payload, out var gre)) Set(gre.Tunnel, gre.Layer, gre.Length, payload, ref d);
        else if (payload.Length == d.PayloadLength) d.Anomalies |= Anomaly.TunnelMalformed;
    }

    private static void Set(TunnelKind kind, InnerLayer layer, int skip, ReadOnlySpan<byte> payload, ref DecodedPacket d)
    {
        if (layer == InnerLayer.None || skip >= payload.Length) return;
        d.Tunnel = kind;
        d.Inner = layer;
        d.InnerSkip = (ushort)skip;
    }
}
