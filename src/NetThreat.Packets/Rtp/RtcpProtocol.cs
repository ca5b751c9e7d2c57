using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Rtp;

/// <summary>Reports about media (RFC 3550 section 6): compound packets whose lengths fill the datagram.</summary>
internal sealed class RtcpProtocol() : ApplicationProtocol("rtcp", Carriers.Udp, [], ["rtcp.packet_type", "rtcp.ssrc", "rtcp.cname"])
{
    public override Recognition Recognize(in Payload payload) =>
        payload.IsComplete() && payload.Data.Length >= 8 && payload.Data[1] is 200 or 201 && IsCompound(payload.Data, payload.WireLength) ? Recognition.Yes : Recognition.No;

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        for (int at = 0; at + 8 <= data.Length && IsHeader(data[at..]);)
        {
            int end = at + 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]));
            if (at == 0)
            {
                facts.Number("rtcp.packet_type", data[1]);
                facts.Number("rtcp.ssrc", BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
            }

            // Source description: a chunk's source, then the item CNAME (section 6.5.1).
            if (data[at + 1] == 202 && at + 10 <= data.Length && data[at + 8] == 1) facts.Value("rtcp.cname", data.Slice(at + 10, Math.Min(data[at + 9], data.Length - at - 10)));
            if (end <= at) break;
            at = end;
        }

        return false;
    }

    private static bool IsCompound(ReadOnlySpan<byte> data, int length)
    {
        int at = 0;
        while (at + 4 <= data.Length)
        {
            if (!IsHeader(data[at..])) return false;
            at += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]));
        }

        return at == length;
    }

    internal static bool IsHeader(ReadOnlySpan<byte> data) => data.Length >= 4 && (data[0] & 0xC0) == 0x80 && data[1] is >= 200 and <= 207;
}
