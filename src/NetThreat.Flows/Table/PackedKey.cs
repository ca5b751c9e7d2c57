using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetThreat.Core.Net;
using NetThreat.Packets;

namespace NetThreat.Flows.Table;

/// <summary>
/// The two endpoints of a conversation in canonical order, so that both directions give one key. One-way ICMP messages keep the order of
/// the packet: they have no reply to be paired with.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PackedKey
{
    public ulong AHigh, ALow, BHigh, BLow;

    /// <summary>protocol &lt;&lt; 32 | port of A &lt;&lt; 16 | port of B.</summary>
    public ulong Ports;

    public readonly Address A => new(AHigh, ALow);

    public readonly Address B => new(BHigh, BLow);

    public readonly ushort PortA => (ushort)(Ports >> 16);

    public readonly ushort PortB => (ushort)Ports;

    public readonly byte Protocol => (byte)(Ports >> 32);

    /// <summary>Fills the key from a packet.</summary>
    /// <returns>True when the packet's source is B.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool From(in DecodedPacket p, out PackedKey key)
    {
        uint source = p.SourcePort, destination = p.DestinationPort;
        bool oneWay = false;
        if (p.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6)
            destination = IcmpCounterpart.Of(p.Protocol, (byte)source, (byte)destination, out oneWay);
        bool swapped = !oneWay && Less(p.Destination, destination, p.Source, source);
        ulong protocol = (ulong)p.Protocol << 32;
        key = swapped
            ? new PackedKey { AHigh = p.Destination.High, ALow = p.Destination.Low, BHigh = p.Source.High, BLow = p.Source.Low, Ports = protocol | destination << 16 | source }
            : new PackedKey { AHigh = p.Source.High, ALow = p.Source.Low, BHigh = p.Destination.High, BLow = p.Destination.Low, Ports = protocol | source << 16 | destination };
        return swapped;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Same(in PackedKey o) =>
        ((ALow ^ o.ALow) | (BLow ^ o.BLow) | (Ports ^ o.Ports) | (AHigh ^ o.AHigh) | (BHigh ^ o.BHigh)) == 0;

    /// <summary>A keyed hash: folded 64×64-bit products, so that without the seed nobody can aim at a bucket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Hash(ulong seed)
    {
        ulong a = Fold(ALow ^ seed, BLow ^ 0xE703_7ED1_A0B4_28DB);
        ulong b = Fold(AHigh ^ 0x8EBC_6AF0_9C88_C6E3, BHigh ^ seed ^ 0x5899_65CC_7537_4CC3);
        return Fold(a ^ Ports ^ 0xA076_1D64_78BD_642F, b ^ seed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Less(in Address a, uint portA, in Address b, uint portB) =>
        a.Low != b.Low ? a.Low < b.Low : a.High != b.High ? a.High < b.High : portA < portB;
}
