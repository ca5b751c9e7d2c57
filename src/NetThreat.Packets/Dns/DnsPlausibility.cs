using System.Buffers.Binary;

namespace NetThreat.Packets.Dns;

/// <summary>What tells DNS from random bytes: the fields that have few sensible values.</summary>
internal static class DnsPlausibility
{
    /// <summary>Multicast DNS packs many questions and known answers in one message; unicast DNS has one question.</summary>
    private const int MaxQuestions = 64;

    private const int MaxRecords = 4096;

    public static bool Header(ReadOnlySpan<byte> m)
    {
        if (m.Length < DnsMessage.HeaderLength) return false;
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(m[2..]);
        bool response = (flags & 0x8000) != 0, reserved = (flags & 0x0040) != 0;
        int questions = BinaryPrimitives.ReadUInt16BigEndian(m[4..]), answers = BinaryPrimitives.ReadUInt16BigEndian(m[6..]);
        int authority = BinaryPrimitives.ReadUInt16BigEndian(m[8..]), additional = BinaryPrimitives.ReadUInt16BigEndian(m[10..]);
        if (reserved || !KnownOpCode(flags >> 11 & 0xF) || questions > MaxQuestions) return false;
        if (answers > MaxRecords || authority > MaxRecords || additional > MaxRecords) return false;
        if (questions == 0) return response && answers > 0;
        return response || (flags & 0xF) == 0;
    }

    /// <summary>QUERY, IQUERY, STATUS, NOTIFY, UPDATE, DSO stateful operations; NetBIOS registration (5), release (6), wait (7) and refresh (8, 9) share them.</summary>
    private static bool KnownOpCode(int code) => code is >= 0 and <= 9 and not 3;

    /// <summary>
    /// Assigned types and the ranges of private use, which tunnels like (iodine asks for 65399); classes IN, CH, HS, NONE and ANY, with
    /// multicast DNS's unicast and flush bit (RFC 6762 sections 5.4 and 10.2).
    /// </summary>
    public static bool TypeAndClass(ushort type, ushort @class)
    {
        bool knownType = type is >= 1 and <= 110 or >= 128 and <= 132 or >= 249 and <= 262 or 32768 or 32769 or >= 65280 and <= 65534;
        return knownType && (@class & 0x7FFF) is 1 or 3 or 4 or 254 or 255;
    }
}
