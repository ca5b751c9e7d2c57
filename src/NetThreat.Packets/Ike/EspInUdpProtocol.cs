using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Ike;

/// <summary>Encrypted payloads of IPsec in UDP (RFC 3948 section 2.1): on port 4500, an index and a number that counts on.</summary>
internal sealed class EspInUdpProtocol() : ApplicationProtocol("esp_udp", Carriers.Udp, [4500], ["esp_udp.spi"])
{
    private const uint FirstIndex = 256;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (!payload.HasPort(4500)) return Recognition.No;
        // A keep-alive.
        if (payload.WireLength == 1 && data.Length == 1 && data[0] == 0xFF) return Recognition.NeedMore;
        if (!IsEsp(data)) return Recognition.No;
        if (payload.Previous.Length < 8) return Recognition.NeedMore;
        uint step = BinaryPrimitives.ReadUInt32BigEndian(data[4..]) - BinaryPrimitives.ReadUInt32BigEndian(payload.Previous[4..]);
        return payload.Previous[..4].SequenceEqual(data[..4]) && step is > 0 and < 1024 ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!IsEsp(payload.Data)) return true;
        facts.Hex("esp_udp.spi", payload.Data[..4]);
        return false;
    }

    private static bool IsEsp(ReadOnlySpan<byte> data) => data.Length >= 24 && BinaryPrimitives.ReadUInt32BigEndian(data) >= FirstIndex && BinaryPrimitives.ReadUInt32BigEndian(data[4..]) != 0;
}
