using NetThreat.Core.Net;
using NetThreat.Packets;

namespace NetThreat.Flows.Cic;

/// <summary>What CICFlowMeter reads of a packet. Protocols other than TCP and UDP have no ports, no payload and the number 0 there.</summary>
internal readonly struct CicPacket
{
    /// <summary>What stands where a packet has no window.</summary>
    public const int NoWindow = -1;

    public CicPacket(in DecodedPacket p)
    {
        Source = p.Source;
        Destination = p.Destination;
        Time = Math.DivRem(EventTime.Clamp(p.Time), 1000, out long rest) - (rest < 0 ? 1 : 0);
        Window = NoWindow;
        if (p.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp)) return;
        Protocol = p.Protocol;
        SourcePort = p.SourcePort;
        DestinationPort = p.DestinationPort;
        Payload = p.PayloadLength;
        Header = p.TransportHeaderLength;
        if (p.Protocol != IpProtocol.Tcp) return;
        Flags = p.Flags;
        Window = p.Window;
    }

    public Address Source { get; }

    public Address Destination { get; }

    public ushort SourcePort { get; }

    public ushort DestinationPort { get; }

    public byte Protocol { get; }

    /// <summary>Microseconds since the epoch.</summary>
    public long Time { get; }

    public long Payload { get; }

    public long Header { get; }

    public int Window { get; }

    public TcpFlags Flags { get; }
}
