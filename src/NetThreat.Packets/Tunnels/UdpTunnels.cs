using System.Runtime.CompilerServices;
using NetThreat.Core.Flows;

namespace NetThreat.Packets.Tunnels;

/// <summary>
/// Encapsulations in UDP. A datagram is one of them only where the port, the encapsulation's own header and a packet that begins behind
/// it and fits agree; everything else on these ports is an ordinary payload.
/// </summary>
internal static class UdpTunnels
{
    private const ushort L2tp = 1701, Gtp = 2152, Teredo = 3544, GreInUdp = 4754, Vxlan = 4789, VxlanGpe = 4790, Ayiya = 5072, Geneve = 6081, VxlanLinux = 8472;

    /// <summary>One bit per port modulo 64: most datagrams end here.</summary>
    private const ulong Filter = 1UL << (L2tp & 63) | 1UL << (Gtp & 63) | 1UL << (Teredo & 63) | 1UL << (GreInUdp & 63) | 1UL << (Vxlan & 63)
        | 1UL << (VxlanGpe & 63) | 1UL << (Ayiya & 63) | 1UL << (Geneve & 63) | 1UL << (VxlanLinux & 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBe(ushort source, ushort destination) => ((Filter >> (source & 63) | Filter >> (destination & 63)) & 1) != 0;

    /// <summary>One of the ports on which a datagram may carry a packet.</summary>
    public static bool IsPort(ushort port) => port is L2tp or Gtp or Teredo or GreInUdp or Vxlan or VxlanGpe or Ayiya or Geneve or VxlanLinux;

    /// <summary>Sets tunnel, inner layer and skip where the datagram carries a packet.</summary>
    /// <param name="data">The captured bytes.</param>
    /// <param name="d">A decoded UDP datagram.</param>
    public static void Find(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (!Find(d.DestinationPort, data, ref d)) Find(d.SourcePort, data, ref d);
    }

    private static bool Find(ushort port, ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        var payload = data.Slice(d.PayloadOffset, d.CapturedPayload);

        // The lengths inside the first fragment of a datagram speak of the whole datagram.
        int wire = d.Fragment == FragmentPart.First || d.CutShort ? ushort.MaxValue : d.PayloadLength;
        InnerLayer layer;
        int skip;
        var kind = TunnelKind.None;
        switch (port)
        {
            case Vxlan or VxlanLinux when VxlanHeader.Read(payload, out layer, out skip): kind = TunnelKind.Vxlan; break;
            case VxlanGpe when VxlanHeader.ReadGeneric(payload, out layer, out skip): kind = TunnelKind.Vxlan; break;
            case Geneve when GeneveHeader.Read(payload, out layer, out skip): kind = TunnelKind.Geneve; break;
            case Gtp when GtpHeader.Read(payload, wire, out layer, out skip): kind = TunnelKind.Gtp; break;
            case Teredo when TeredoHeader.Read(payload, out layer, out skip): kind = TunnelKind.Teredo; break;
            case L2tp when L2tpHeader.ReadUdp(payload, wire, out layer, out skip): kind = TunnelKind.L2tp; break;
            case GreInUdp when GreHeader.Read(payload, out var gre) && gre.Version == 0: (kind, layer, skip) = (gre.Tunnel, gre.Layer, gre.Length); break;
            case Ayiya when AyiyaHeader.Read(payload, out layer, out skip): kind = TunnelKind.Ayiya; break;
            default: return false;
        }

        if (skip > payload.Length || !InnerHeader.Is(layer, payload, skip, wire - skip)) return false;
        d.Tunnel = kind;
        d.Inner = layer;
        d.InnerSkip = (ushort)skip;
        return true;
    }
}
