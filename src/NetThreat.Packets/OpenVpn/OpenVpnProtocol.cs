using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.OpenVpn;

/// <summary>
/// OpenVPN over UDP and, behind a length, TCP: both sides' hard resets. A server repeats the client's session; with tls-crypt, which hides
/// it, packet numbers begin at one and lengths fit.
/// </summary>
internal sealed class OpenVpnProtocol() : ApplicationProtocol("openvpn", Carriers.Both, [1194], ["openvpn.opcode", "openvpn.protection"])
{
    private const int ClientV1 = 1, ServerV1 = 2, ClientV2 = 7, ServerV2 = 8, ClientV3 = 10, SessionAt = 1, SessionLength = 8, Plain = 14;

    public override Recognition Recognize(in Payload payload)
    {
        if (payload.Data.Length < 3) return payload.IsStream ? Recognition.NeedMore : Recognition.No;
        if (payload.IsStream && payload.Data.Length < 2 + Length(payload.Data)) return Length(payload.Data) is >= Plain and <= 1500 ? Recognition.NeedMore : Recognition.No;
        var packet = Packet(payload, payload.Data);
        int opcode = Opcode(packet);
        if (packet.Length < Plain || opcode < 0 || packet.Slice(SessionAt, SessionLength).IndexOfAnyExcept((byte)0) < 0) return Recognition.No;
        int length = payload.IsStream ? packet.Length : payload.WireLength;
        if (payload.FromOriginator ? opcode is not (ClientV1 or ClientV2 or ClientV3) : opcode is not (ServerV1 or ServerV2)) return Recognition.No;
        if (IsPlain(packet, length, payload.FromOriginator)) return Recognition.Yes;
        var other = Packet(payload, payload.Opposite);
        if (other.IsEmpty) return OnUsualPort(payload) && Protection(packet, length, payload.FromOriginator) != null ? Recognition.Yes : Recognition.NeedMore;
        if (other.Length < Plain || !Answers(Opcode(other), opcode, payload.FromOriginator)) return Recognition.No;
        var client = payload.FromOriginator ? packet : other;
        var reply = payload.FromOriginator ? other : packet;
        if (reply[(SessionAt + SessionLength)..].IndexOf(client.Slice(SessionAt, SessionLength)) >= 0) return Recognition.Yes;
        return Protection(packet, length, payload.FromOriginator) is not null ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var packet = Packet(payload, payload.Data);
        if (packet.Length < Plain) return payload.IsStream && payload.Data.Length < 64;
        int length = payload.IsStream ? packet.Length : payload.WireLength;
        facts.Text("openvpn.opcode", Opcode(packet) switch { ClientV1 => "hard_reset_client_v1", ServerV1 => "hard_reset_server_v1", ClientV2 => "hard_reset_client_v2", ServerV2 => "hard_reset_server_v2", ClientV3 => "hard_reset_client_v3", _ => "other" });
        if (Protection(packet, length, payload.FromOriginator) is { } protection) facts.Text("openvpn.protection", protection);
        return false;
    }

    private static int Length(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16BigEndian(data);

    private static ReadOnlySpan<byte> Packet(in Payload payload, ReadOnlySpan<byte> data)
    {
        if (!payload.IsStream) return data;
        return data.Length < 3 ? default : data.Slice(2, Math.Min(Length(data), data.Length - 2));
    }

    /// <summary>Five bits of operation, three of key, which is the first in a reset.</summary>
    private static int Opcode(ReadOnlySpan<byte> packet) => packet.IsEmpty || (packet[0] & 7) != 0 ? -1 : packet[0] >> 3;

    private static bool Answers(int other, int opcode, bool fromOriginator)
    {
        var (client, server) = fromOriginator ? (opcode, other) : (other, opcode);
        return client == ClientV1 ? server == ServerV1 : client is ClientV2 or ClientV3 && server == ServerV2;
    }

    /// <summary>How control packets are protected, by where the packet number one stands and what lengths follow from it; null when nothing fits.</summary>
    private static string? Protection(ReadOnlySpan<byte> packet, int length, bool client)
    {
        int answer = client ? 0 : SessionLength + 4;
        if (IsPlain(packet, length, client)) return "none";
        if (IsOne(packet, 9) && length >= 54) return "tls-crypt";
        // A keyed hash (MD5, SHA-1, SHA-256, SHA-384, SHA-512) stands before the number and the time.
        foreach (int hash in (ReadOnlySpan<int>)[16, 20, 32, 48, 64])
            if (length == Plain + answer + hash + 8 && IsOne(packet, 9 + hash)) return "tls-auth";
        return null;
    }

    /// <summary>Unprotected resets have one length, acknowledge nothing or message zero, and are message zero: certain without an answer.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> packet, int length, bool client)
    {
        int expected = client ? Plain : Plain + SessionLength + 4;
        return length == expected && packet.Length == expected && packet[9] == (client ? 0 : 1) && packet[^4..].IndexOfAnyExcept((byte)0) < 0
            && (client || packet.Slice(10, 4).IndexOfAnyExcept((byte)0) < 0);
    }

    private static bool IsOne(ReadOnlySpan<byte> packet, int at) => packet.Length >= at + 4 && BinaryPrimitives.ReadUInt32BigEndian(packet[at..]) is >= 1 and <= 16;
}
