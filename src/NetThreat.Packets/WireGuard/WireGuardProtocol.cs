using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.WireGuard;

/// <summary>WireGuard's four messages (protocol description, section 5.4): a type, three zeros, fixed lengths, indexes that the answer repeats.</summary>
internal sealed class WireGuardProtocol() : ApplicationProtocol("wireguard", Carriers.Udp, [51820], ["wireguard.message"])
{
    private const byte Initiation = 1, Response = 2, Cookie = 3, Transport = 4;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (!IsMessage(data, payload.WireLength)) return Recognition.No;
        var other = payload.Opposite;
        if (data[0] == Initiation) return Match(data, other, Response) ? Recognition.Yes : other.IsEmpty ? (payload.HasPort(51820) ? Recognition.Yes : Recognition.NeedMore) : Recognition.No;
        // The answer names the index that the initiator chose.
        if (data[0] == Response) return Match(other, data, Response) ? Recognition.Yes : payload.HasPort(51820) && other.IsEmpty ? Recognition.Yes : Recognition.No;
        if (payload.HasPort(51820)) return Recognition.Yes;
        // Within a session, indexes stay and counters grow.
        return data[0] == Transport && Continues(payload.Previous, data) ? Recognition.Yes : data[0] == Transport && payload.Number == 0 ? Recognition.NeedMore : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!IsMessage(payload.Data, payload.WireLength)) return false;
        facts.Text("wireguard.message", payload.Data[0] switch { Initiation => "handshake_initiation", Response => "handshake_response", Cookie => "cookie_reply", _ => "transport" });
        return payload.Data[0] != Transport;
    }

    private static bool IsMessage(ReadOnlySpan<byte> data, int length)
    {
        if (data.Length < 16 || (data[1] | data[2] | data[3]) != 0 || data.Slice(4, 4).IndexOfAnyExcept((byte)0) < 0) return false;
        return data[0] switch { Initiation => length == 148, Response => length == 92, Cookie => length == 64, Transport => length >= 32 && length % 16 == 0 && data.Slice(12, 4).IndexOfAnyExcept((byte)0) < 0, _ => false };
    }

    private static bool Match(ReadOnlySpan<byte> initiation, ReadOnlySpan<byte> answer, byte type) =>
        initiation.Length >= 8 && answer.Length >= 12 && initiation[0] == Initiation && answer[0] == type && answer.Slice(8, 4).SequenceEqual(initiation.Slice(4, 4));

    private static bool Continues(ReadOnlySpan<byte> before, ReadOnlySpan<byte> data) =>
        before.Length >= 16 && before[0] == Transport && before.Slice(4, 4).SequenceEqual(data.Slice(4, 4))
        && BinaryPrimitives.ReadUInt64LittleEndian(data[8..]) - BinaryPrimitives.ReadUInt64LittleEndian(before[8..]) is > 0 and < 1024;
}
