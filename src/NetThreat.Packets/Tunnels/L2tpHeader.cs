using System.Buffers.Binary;

namespace NetThreat.Packets.Tunnels;

/// <summary>L2TP version 2 (RFC 2661 section 3.1) and 3 (RFC 3931 sections 3.2.2 and 4.1); control messages carry no packet.</summary>
internal static class L2tpHeader
{
    private const int Control = 0x8000, HasLength = 0x4000, HasSequence = 0x0800, HasOffset = 0x0200;

    /// <summary>Reserved bits of version 2.</summary>
    private const int Reserved = 0x34F0;
    private const int Version3Udp = 8;
    private const int Version3Ip = 4;

    /// <param name="wire">Bytes of the payload on the wire.</param>
    public static bool ReadUdp(ReadOnlySpan<byte> payload, int wire, out InnerLayer layer, out int skip)
    {
        layer = InnerLayer.Ppp;
        skip = 2;
        if (payload.Length < 8) return false;
        int flags = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if ((flags & Control) != 0) return false;
        if ((flags & 0xF) == 3) return Session(payload, Version3Udp, wire, out layer, out skip);
        if ((flags & 0xF) != 2 || (flags & Reserved) != 0) return false;
        if ((flags & HasLength) != 0)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) > wire) return false;
            skip += 2;
        }

        skip += 4;
        if ((flags & HasSequence) != 0) skip += 4;
        if ((flags & HasOffset) == 0) return true;
        if (payload.Length < skip + 2) return false;
        skip += 2 + BinaryPrimitives.ReadUInt16BigEndian(payload[skip..]);
        return true;
    }

    /// <summary>Version 3 directly over IP: a session other than 0, then the same as over UDP.</summary>
    public static bool ReadIp(ReadOnlySpan<byte> payload, int wire, out InnerLayer layer, out int skip)
    {
        layer = InnerLayer.None;
        skip = 0;
        return payload.Length >= Version3Ip && BinaryPrimitives.ReadUInt32BigEndian(payload) != 0 && Session(payload, Version3Ip, wire, out layer, out skip);
    }

    /// <summary>The cookie (0, 4 or 8 bytes) and the sublayer (0 or 4) were agreed on elsewhere: the shortest that an Ethernet frame, or PPP, begins behind.</summary>
    private static bool Session(ReadOnlySpan<byte> payload, int header, int wire, out InnerLayer layer, out int skip)
    {
        for (skip = header; skip <= header + 12; skip += 4)
        {
            layer = InnerLayer.Ethernet;
            if (InnerHeader.IsEthernet(payload, skip, wire - skip)) return true;
            layer = InnerLayer.Ppp;
            if (skip < payload.Length && InnerHeader.IsPpp(payload, skip, wire - skip)) return true;
        }

        layer = InnerLayer.None;
        return false;
    }
}
