using System.Buffers.Binary;
using NetThreat.Packets.Network;

namespace NetThreat.Packets.Link;

/// <summary>
/// LINKTYPE_NFLOG: family, version, resource (network order), then attributes of length and type in the order of the capturing host, each
/// padded to 4 bytes; attribute 9 is the packet.
/// </summary>
internal static class NetfilterLog
{
    private const int Header = 4;
    private const int AttributeHeader = 4;
    private const int Payload = 9;
    private const int MaxAttributes = 64;

    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, ref DecodedPacket d)
    {
        if (data.Length < Header) return DecodeOutcome.TruncatedLink;
        if (data[1] != 0) return DecodeOutcome.UnknownLinkType;
        int offset = Header;
        for (int n = 0; n < MaxAttributes && data.Length - offset >= AttributeHeader; n++)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(data[offset..]), type = BinaryPrimitives.ReadUInt16LittleEndian(data[(offset + 2)..]);

            // Types are small, so a large one was written in the other order.
            if ((type & 0x7FFF) > 0xFF) (length, type) = (BinaryPrimitives.ReverseEndianness((ushort)length), BinaryPrimitives.ReverseEndianness((ushort)type));
            if (length < AttributeHeader) return DecodeOutcome.UnknownEtherType;
            if ((type & 0x7FFF) == Payload) return Carried(data, offset + AttributeHeader, data[0], ref d);
            offset += (length + 3) & ~3;
            if (offset > data.Length) break;
        }

        return DecodeOutcome.TruncatedLink;
    }

    private static DecodeOutcome Carried(ReadOnlySpan<byte> data, int offset, byte family, ref DecodedPacket d) => family switch
    {
        2 => IPv4Layer.Decode(data, offset, ref d),
        10 => IPv6Layer.Decode(data, offset, ref d),
        _ => DecodeOutcome.UnknownEtherType,
    };
}
