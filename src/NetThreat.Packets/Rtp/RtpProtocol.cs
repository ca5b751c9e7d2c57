using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Rtp;

/// <summary>
/// Real-time media (RFC 3550 section 5.1). The header has no signature: several datagrams in a row must look like it, and the other side's, where
/// it has spoken.
/// </summary>
internal sealed class RtpProtocol() : ApplicationProtocol("rtp", Carriers.Udp, [], ["rtp.ssrc", "rtp.payload_type"])
{
    private const int HeaderLength = 12, Consistent = 4;

    public override Recognition Recognize(in Payload payload)
    {
        if (!IsPlausible(payload.Data) || payload.ResponderPort < 1024 || payload.OriginatorPort < 1024) return Recognition.No;
        var other = payload.Opposite;
        if (!other.IsEmpty && !IsPlausible(other) && !RtcpProtocol.IsCompound(other, other.Length)) return Recognition.No;
        bool both = !other.IsEmpty && payload.Number >= 1 && PayloadType(other) == PayloadType(payload.Data);
        return both || payload.Number >= Consistent ? Recognition.Yes : Recognition.NeedMore;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!IsPlausible(payload.Data)) return true;
        facts.Number("rtp.payload_type", PayloadType(payload.Data));
        facts.Number("rtp.ssrc", BinaryPrimitives.ReadUInt32BigEndian(payload.Data[8..]));
        return false;
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
