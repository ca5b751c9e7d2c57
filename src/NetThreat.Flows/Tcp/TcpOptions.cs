using System.Buffers.Binary;
using NetThreat.Packets;

namespace NetThreat.Flows.Tcp;

/// <summary>What the options of a SYN offer (RFC 9293 section 3.1, RFC 7323 section 2.2).</summary>
/// <param name="WindowScale">The shift count; -1 when not offered.</param>
/// <param name="SegmentSize">The maximum segment size; 0 when not offered.</param>
internal readonly record struct TcpOptions(int WindowScale, int SegmentSize)
{
    private const int FixedHeader = 20;
    private const byte EndOfList = 0, NoOperation = 1, MaximumSegmentSize = 2, Scale = 3;

    public static TcpOptions Read(in DecodedPacket p, ReadOnlySpan<byte> frame)
    {
        int scale = -1, size = 0;
        int from = p.PayloadOffset - p.TransportHeaderLength + FixedHeader;
        if (from < 0 || p.PayloadOffset > frame.Length || from > p.PayloadOffset) return new(scale, size);
        var options = frame[from..p.PayloadOffset];
        while (options.Length > 0 && options[0] != EndOfList)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length) break;
            if (options[0] == MaximumSegmentSize && options[1] == 4) size = BinaryPrimitives.ReadUInt16BigEndian(options[2..]);
            else if (options[0] == Scale && options[1] == 3) scale = options[2];
            options = options[options[1]..];
        }

        return new(scale, size);
    }
}
