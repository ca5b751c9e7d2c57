using System.Buffers.Binary;
using NetThreat.Capture.Collector;
using NetThreat.Core.Net;
using F = NetThreat.Capture.Collector.RecordFields;

namespace NetThreat.Capture.NetFlow;

/// <summary>One export packet of NetFlow v5, or of v7 (Catalyst 5000), whose records have the same layout and four bytes more.</summary>
internal static class NetFlow5
{
    public const int HeaderLength = 24;
    public const int RecordLength5 = 48;
    public const int RecordLength7 = 52;

    private const F Always = F.Source | F.Destination | F.SourcePort | F.DestinationPort | F.Protocol | F.TcpFlags | F.Octets | F.Packets
        | F.StartUptime | F.EndUptime | F.InputInterface | F.OutputInterface;

    /// <summary>Engine type and id as the domain (v7 has none); false where this is no header.</summary>
    public static bool TryHeader(ReadOnlySpan<byte> packet, long received, out uint domain, out ExportHeader header)
    {
        (domain, header) = (0, default);
        if (packet.Length < HeaderLength) return false;
        uint uptime = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), nanoseconds = BinaryPrimitives.ReadUInt32BigEndian(packet[12..]);
        long exported = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]) * 1_000_000_000L + Math.Min(nanoseconds, 999_999_999);
        if (packet[1] == 5) domain = BinaryPrimitives.ReadUInt16BigEndian(packet[20..]);
        header = new(received, exported, uptime, BinaryPrimitives.ReadUInt32BigEndian(packet[16..]));
        return true;
    }

    public static void Read(ReadOnlySpan<byte> packet, ExportDomain domain, in ExportHeader header, IExportSink sink)
    {
        bool seven = packet[1] == 7;
        int count = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), length = seven ? RecordLength7 : RecordLength5;
        domain.Sequence.Observe(header.Sequence, (uint)count);
        // Two bits of mode, 14 of interval. Many exporters leave the mode out.
        if (!seven && (BinaryPrimitives.ReadUInt16BigEndian(packet[22..]) & 0x3FFF) is > 0 and int interval) domain.Sampling.Default = SamplingTable.Bounded(interval);
        packet = packet[HeaderLength..];
        for (; count > 0 && packet.Length >= length; count--, packet = packet[length..])
        {
            var record = default(ForeignRecord);
            Fill(packet, seven, ref record);
            domain.Records++;
            RecordTimes.Resolve(ref record, domain, header);
            sink.Flow(ref record, domain, header);
        }

        if (count > 0) domain.Malformed++;
    }

    private static void Fill(ReadOnlySpan<byte> b, bool seven, ref ForeignRecord r)
    {
        r.Has = Always;
        r.Source = Address.FromBytes(b[..4]);
        r.Destination = Address.FromBytes(b.Slice(4, 4));
        r.NextHop = Address.FromBytes(b.Slice(8, 4));
        r.InputInterface = BinaryPrimitives.ReadUInt16BigEndian(b[12..]);
        r.OutputInterface = BinaryPrimitives.ReadUInt16BigEndian(b[14..]);
        r.Packets = BinaryPrimitives.ReadUInt32BigEndian(b[16..]);
        r.Octets = BinaryPrimitives.ReadUInt32BigEndian(b[20..]);
        r.StartUptime = BinaryPrimitives.ReadUInt32BigEndian(b[24..]);
        r.EndUptime = BinaryPrimitives.ReadUInt32BigEndian(b[28..]);
        r.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(b[32..]);
        r.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(b[34..]);
        r.TcpFlags = b[37];
        r.Protocol = b[38];
        r.TypeOfService = b[39];
        r.SourceAs = BinaryPrimitives.ReadUInt16BigEndian(b[40..]);
        r.DestinationAs = BinaryPrimitives.ReadUInt16BigEndian(b[42..]);
        r.SourceMask = b[44];
        r.DestinationMask = b[45];
        // v7 says in a byte that its flags were not collected (shortcut of the switch).
        if (seven && (b[36] & 0x01) != 0 && r.TcpFlags == 0) r.Has &= ~F.TcpFlags;
        // Type and code of ICMP stand in the destination port.
        if (r.Protocol is IpProtocol.Icmp)
        {
            r.IcmpType = (byte)(r.DestinationPort >> 8);
            r.IcmpCode = (byte)r.DestinationPort;
            r.Has |= F.IcmpTypeCode;
        }
    }
}
