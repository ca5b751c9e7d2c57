using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Rtp;

/// <summary>
/// Real-time media (RFC 3550 section 5.1). The header has no signature: two datagrams in a row must continue each other, and the other
/// side's look like it, where it has spoken.
/// </summary>
internal sealed class RtpProtocol() : ApplicationProtocol("rtp", Carriers.Udp, [], ["rtp.ssrc", "rtp.payload_type"])
{
    private const int HeaderLength = 12, MaxStep = 50;

    public override Recognition Recognize(in Payload payload)
    {
        if (!IsPlausible(payload.Data) || payload.ResponderPort < 1024 || payload.OriginatorPort < 1024) return Recognition.No;
        var other = payload.Opposite;
        if (!other.IsEmpty && !IsPlausible(other) && !RtcpProtocol.IsHeader(other)) return Recognition.No;
        if (payload.Number == 0) return Recognition.NeedMore;
        return Follows(payload.Previous, payload.Data) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!IsPlausible(payload.Data)) return true;
        facts.Number("rtp.payload_type", PayloadType(payload.Data));
        facts.Number("rtp.ssrc", BinaryPrimitives.ReadUInt32BigEndian(payload.Data[8..]));
        return false;
    }

    /// <summary>The same source, and a sequence number and a timestamp a little further on.</summary>
    private static bool Follows(ReadOnlySpan<byte> before, ReadOnlySpan<byte> data)
    {
        if (!IsPlausible(before) || !before.Slice(8, 4).SequenceEqual(data.Slice(8, 4))) return false;
        ushort step = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(data[2..]) - BinaryPrimitives.ReadUInt16BigEndian(before[2..]));
        return step is > 0 and <= MaxStep;
    }

    private static int PayloadType(ReadOnlySpan<byte> data) => data[1] & 0x7F;

    /// <summary>Version 2, no contributing sources, and a payload type that is in use (RFC 3551 section 6) or dynamic.</summary>
    private static bool IsPlausible(ReadOnlySpan<byte> data)
    {
        if (data.Length < HeaderLength + 1 || (data[0] & 0xCF) != 0x80) return false;
        uint source = BinaryPrimitives.ReadUInt32BigEndian(data[8..]);
        return PayloadType(data) is 0 or 3 or 4 or 8 or 9 or 13 or 15 or 18 or 26 or 31 or 34 or >= 96 && source is not (0 or uint.MaxValue);
    }
}
