using NetThreat.Core.Flows;
using NetThreat.Core.Net;

namespace NetThreat.Packets.Network;

/// <summary>What addresses and time to live must not be.</summary>
internal static class AddressRules
{
    private const uint FirstMulticast = 0xE000_0000;
    private const uint Loopback = 127;
    private static readonly Address LoopbackV6 = new(0, 1);

    public static void CheckV4(uint source, uint destination, ref DecodedPacket d)
    {
        if (source >= FirstMulticast || (source >> 24 == Loopback && destination >> 24 != Loopback)) d.Anomalies |= Anomaly.MartianSource;
        if (d.TimeToLive <= 1 && destination < FirstMulticast) d.Anomalies |= Anomaly.LowTtl;
    }

    public static void CheckV6(ref DecodedPacket d)
    {
        if (d.Source.High >> 56 == 0xFF || (d.Source == LoopbackV6 && d.Destination != LoopbackV6)) d.Anomalies |= Anomaly.MartianSource;
        if (d.TimeToLive <= 1 && d.Destination.High >> 56 != 0xFF) d.Anomalies |= Anomaly.LowTtl;
    }

    /// <summary>A decoded packet whose addresses are equal.</summary>
    public static void CheckSame(DecodeOutcome outcome, ref DecodedPacket d)
    {
        if (outcome != DecodeOutcome.Flow || IsLocal(d.Source)) return;
        bool ports = d.Protocol is IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Sctp;
        if (!ports || d.SourcePort == d.DestinationPort) d.Anomalies |= Anomaly.LandAttack;
    }

    /// <summary>Loopback, or no address yet.</summary>
    private static bool IsLocal(Address address) =>
        address.IsV4 ? address.ToV4() >> 24 is Loopback or 0 : address.High == 0 && address.Low <= 1;
}
