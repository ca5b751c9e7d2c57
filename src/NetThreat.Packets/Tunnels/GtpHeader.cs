using System.Buffers.Binary;

namespace NetThreat.Packets.Tunnels;

/// <summary>GTP-U version 1 (3GPP TS 29.281 section 5): only messages that carry user data.</summary>
internal static class GtpHeader
{
    private const int Header = 8;
    private const int Optional = 4;
    private const byte UserData = 0xFF;
    private const int MaxExtensions = 16;

    /// <param name="wire">Bytes of the payload on the wire.</param>
    public static bool Read(ReadOnlySpan<byte> payload, int wire, out InnerLayer layer, out int skip)
    {
        layer = InnerLayer.None;
        skip = Header;
        if (payload.Length < Header) return false;

        // Version 1, protocol type GTP; the bit behind it is spare, and its value is not looked at.
        if ((payload[0] & 0xF0) != 0x30 || payload[1] != UserData) return false;
        if (Header + BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) > wire) return false;
        if ((payload[0] & 0x07) != 0 && !Extensions(payload, ref skip)) return false;
        if (skip >= payload.Length) return false;
        layer = (payload[skip] >> 4) switch
        {
            4 => InnerLayer.IPv4,
            6 => InnerLayer.IPv6,
            _ => InnerLayer.None,
        };
        return true;
    }

    /// <summary>Sequence, N-PDU number and the type of the first extension stand there if any of the three flags is set; each extension ends with the next one's type.</summary>
    private static bool Extensions(ReadOnlySpan<byte> payload, ref int skip)
    {
        skip += Optional;
        if (payload.Length < skip) return false;
        if ((payload[0] & 0x04) == 0) return true;
        byte next = payload[skip - 1];
        for (int n = 0; next != 0; n++)
        {
            if (n == MaxExtensions || skip >= payload.Length || payload[skip] == 0) return false;
            skip += payload[skip] * 4;
            if (skip > payload.Length) return false;
            next = payload[skip - 1];
        }

        return true;
    }
}
