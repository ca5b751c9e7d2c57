using System.Buffers.Binary;
using NetThreat.Core.Net;

namespace NetThreat.Simulation.Frames;

/// <summary>The one's complement checksum of RFC 1071, and its pseudo-headers (RFC 9293 section 3.1, RFC 8200 section 8.1).</summary>
internal static class InternetChecksum
{
    public static uint Sum(ReadOnlySpan<byte> bytes, uint sum = 0)
    {
        ulong total = sum;
        for (; bytes.Length >= 4; bytes = bytes[4..]) total += BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (bytes.Length >= 2) total += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if ((bytes.Length & 1) != 0) total += (uint)bytes[^1] << 8;
        while (total >> 32 != 0) total = (total & 0xFFFF_FFFF) + (total >> 32);
        return Fold16((uint)total);
    }

    public static uint PseudoHeader(Address source, Address destination, byte protocol, int length)
    {
        Span<byte> header = stackalloc byte[40];
        header.Clear();
        int width = source.IsV4 ? 4 : 16;
        Span<byte> address = stackalloc byte[16];
        source.CopyTo(address);
        address[(16 - width)..].CopyTo(header);
        destination.CopyTo(address);
        address[(16 - width)..].CopyTo(header[width..]);
        BinaryPrimitives.WriteInt32BigEndian(header[(2 * width)..], length);
        header[2 * width + 7] = protocol;
        return Sum(header[..(2 * width + 8)]);
    }

    public static ushort Finish(uint sum) => (ushort)~Fold16(sum);

    private static uint Fold16(uint sum)
    {
        while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
        return sum;
    }
}
