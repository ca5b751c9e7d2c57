using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Rdp;

/// <summary>Remote desktop's transport over UDP ([MS-RDPEUDP] section 2.2.2): a SYN that acknowledges nothing, padded to what the path carries.</summary>
internal sealed class RdpUdpProtocol() : ApplicationProtocol("rdpeudp", Carriers.Udp, [3389], ["rdpeudp.version"])
{
    private const int HeaderLength = 16, MinSyn = 1132, MaxSyn = 1232;

    private const ushort Syn = 1, Ack = 4, SynExtended = 0x1000;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (payload.WireLength is < MinSyn or > MaxSyn || data.Length < HeaderLength) return Recognition.No;
        if (payload.FromOriginator) return IsSyn(data) ? (OnUsualPort(payload) ? Recognition.Yes : Recognition.NeedMore) : Recognition.No;
        // The answer acknowledges the number that the SYN began with.
        var other = payload.Opposite;
        return other.Length >= HeaderLength && IsSyn(other) && (Flags(data) & (Syn | Ack)) == (Syn | Ack) && data[..4].SequenceEqual(other.Slice(8, 4)) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (payload.FromOriginator || data.Length < HeaderLength + 8 || (Flags(data) & SynExtended) == 0) return false;
        // Behind its flags the extended part names the version that is spoken.
        ushort version = BinaryPrimitives.ReadUInt16BigEndian(data[(HeaderLength + 2)..]);
        if (version is 1 or 2 or 0x0101) facts.Number("rdpeudp.version", version == 0x0101 ? 3 : version);
        return false;
    }

    private static ushort Flags(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16BigEndian(data[6..]);

    private static bool IsSyn(ReadOnlySpan<byte> data) => data[..4].IndexOfAnyExcept((byte)0xFF) < 0 && (Flags(data) & (Syn | Ack)) == Syn && BinaryPrimitives.ReadUInt16BigEndian(data[4..]) > 0;
}
