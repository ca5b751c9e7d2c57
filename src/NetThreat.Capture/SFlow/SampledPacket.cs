using NetThreat.Capture.Collector;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Packets;
using NetThreat.Packets.Link;
using F = NetThreat.Capture.Collector.RecordFields;

namespace NetThreat.Capture.SFlow;

/// <summary>The flow records of one flow sample: a sampled header goes through the decoder of captured packets; extended data adds what a switch knows.</summary>
internal sealed class SampledPacket
{
    private const uint RawHeader = 1, IPv4Data = 3, IPv6Data = 4, ExtendedSwitch = 1001, ExtendedRouter = 1002;

    private DecodedPacket _decoded;

    /// <summary>The sample told of a conversation.</summary>
    public bool IsFlow { get; private set; }

    public void Begin() => IsFlow = false;

    public void Read(uint format, ref XdrReader e, ref ForeignRecord record)
    {
        switch (format)
        {
            case RawHeader: Raw(ref e, ref record); break;
            case IPv4Data or IPv6Data when !IsFlow: Told(ref e, format == IPv6Data ? 16 : 4, ref record); break;
            case ExtendedSwitch: Switch(ref e, ref record); break;
            case ExtendedRouter: Router(ref e, ref record); break;
        }
    }

    private unsafe void Raw(ref XdrReader e, ref ForeignRecord r)
    {
        uint protocol = e.UInt(), frame = e.UInt(), stripped = e.UInt();
        var header = e.Opaque(e.UInt());
        // header_protocol: 1 is Ethernet, 11 IPv4, 12 IPv6.
        ushort link = protocol == 1 ? LinkType.Ethernet : protocol is 11 or 12 ? LinkType.Raw : (ushort)0;
        if (header.IsEmpty || link == 0) return;
        int wire = (int)Math.Clamp((long)frame - stripped, header.Length, 1 << 20);
        fixed (byte* bytes = header)
        {
            var packet = new CapturedPacket(bytes, header.Length, wire, default, link);
            IsFlow = PacketDecoder.Decode(packet, ref _decoded) == DecodeOutcome.Flow;
        }

        if (IsFlow) Fill(ref r);
    }

    private void Fill(ref ForeignRecord r)
    {
        ref readonly var d = ref _decoded;
        r.Source = d.Source;
        r.Destination = d.Destination;
        r.SourcePort = d.SourcePort;
        r.DestinationPort = d.DestinationPort;
        r.Protocol = d.Protocol;
        r.Vlan = d.Vlan;
        r.Packets = 1;
        r.Octets = (ulong)d.IpLength;
        r.Has |= F.Source | F.Destination | F.Protocol | F.SourcePort | F.DestinationPort | F.Octets | F.Packets;
        if (d.Protocol == IpProtocol.Tcp)
        {
            r.TcpFlags = (byte)d.Flags;
            r.Has |= F.TcpFlags;
        }
        else if (d.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6)
        {
            (r.IcmpType, r.IcmpCode) = ((byte)d.SourcePort, (byte)d.DestinationPort);
            r.Has |= F.IcmpTypeCode;
        }
    }

    /// <summary>sampled_ipv4, sampled_ipv6: the agent has decoded the packet itself.</summary>
    private void Told(ref XdrReader e, int addressLength, ref ForeignRecord r)
    {
        uint length = e.UInt(), protocol = e.UInt();
        var source = e.Opaque((uint)addressLength);
        var destination = e.Opaque((uint)addressLength);
        uint sourcePort = e.UInt(), destinationPort = e.UInt(), flags = e.UInt(), service = e.UInt();
        if (e.Failed || protocol > byte.MaxValue) return;
        r.Source = Address.FromBytes(source);
        r.Destination = Address.FromBytes(destination);
        r.SourcePort = (ushort)sourcePort;
        r.DestinationPort = (ushort)destinationPort;
        r.Protocol = (byte)protocol;
        r.TypeOfService = (byte)service;
        r.Packets = 1;
        r.Octets = length;
        r.Has |= F.Source | F.Destination | F.Protocol | F.SourcePort | F.DestinationPort | F.Octets | F.Packets;
        if (protocol == IpProtocol.Tcp)
        {
            r.TcpFlags = (byte)flags;
            r.Has |= F.TcpFlags;
        }

        IsFlow = true;
    }

    private static void Switch(ref XdrReader e, ref ForeignRecord r)
    {
        uint vlan = e.UInt();
        e.UInt();
        uint after = e.UInt();
        if (e.Failed) return;
        if (r.Vlan == 0 && vlan < 4095) r.Vlan = (ushort)vlan;
        if (after < 4095) r.PostVlan = (ushort)after;
    }

    private static void Router(ref XdrReader e, ref ForeignRecord r)
    {
        var hop = e.Address();
        uint source = e.UInt(), destination = e.UInt();
        if (e.Failed) return;
        r.NextHop = hop;
        r.SourceMask = (byte)source;
        r.DestinationMask = (byte)destination;
    }
}
