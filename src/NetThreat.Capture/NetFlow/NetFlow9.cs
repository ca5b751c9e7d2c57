using System.Buffers.Binary;
using NetThreat.Capture.Collector;
using NetThreat.Capture.Ipfix;

namespace NetThreat.Capture.NetFlow;

/// <summary>One export packet of NetFlow v9 (RFC 3954 section 5).</summary>
internal static class NetFlow9
{
    public const int HeaderLength = 20;
    private const ushort TemplateSet = 0;
    private const ushort OptionsTemplateSet = 1;

    /// <summary>The source id; false where this is no header.</summary>
    public static bool TryHeader(ReadOnlySpan<byte> packet, long received, out uint domain, out ExportHeader header)
    {
        (domain, header) = (0, default);
        if (packet.Length < HeaderLength) return false;
        uint uptime = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        long exported = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]) * 1_000_000_000L;
        domain = BinaryPrimitives.ReadUInt32BigEndian(packet[16..]);
        header = new(received, exported, uptime, BinaryPrimitives.ReadUInt32BigEndian(packet[12..]));
        return true;
    }

    /// <summary>Reads the flow sets; what is broken ends the packet and is counted. The count in the header is of no use: exporters disagree on it.</summary>
    public static void Read(ReadOnlySpan<byte> packet, ExportDomain domain, in ExportHeader header, DataSetReader sets)
    {
        domain.Sequence.Observe(header.Sequence, 1);
        packet = packet[HeaderLength..];
        while (packet.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16BigEndian(packet);
            int size = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
            if (size < 4 || size > packet.Length)
            {
                domain.Malformed++;
                return;
            }

            var set = packet[4..size];
            packet = packet[size..];
            if (id >= TemplateReader.FirstId) sets.Read(domain, id, set, header, out _);
            else if (id is TemplateSet or OptionsTemplateSet) ReadTemplates(set, id == OptionsTemplateSet, domain, header, sets);
        }
    }

    private static void ReadTemplates(ReadOnlySpan<byte> set, bool options, ExportDomain domain, in ExportHeader header, DataSetReader sets)
    {
        while (options ? TemplateReader.TryNetFlowOptions(ref set, out var template) : TemplateReader.TryNetFlow(ref set, out template))
            sets.Define(domain, template!, header.Received);
        if (set.Length >= 4 && set.IndexOfAnyExcept((byte)0) >= 0) domain.Malformed++;
    }
}
