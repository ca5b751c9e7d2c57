using System.Buffers.Binary;
using System.IO.Compression;

namespace NetThreat.Testing.Captures;

/// <summary>pcap files written by hand, in every variant of the format.</summary>
public sealed class PcapBytes(bool bigEndian = false, bool nanoseconds = false, bool modified = false)
{
    public byte[] Write(IEnumerable<RecordedPacket> packets, uint linkType = 1)
    {
        var s = new MemoryStream();
        U32(s, modified ? 0xA1B2CD34 : nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4);
        U32(s, bigEndian ? 0x0002_0004u : 0x0004_0002u);
        U32(s, 0);
        U32(s, 0);
        U32(s, 262144);
        U32(s, linkType);
        foreach (var p in packets) Record(s, p);
        return s.ToArray();
    }

    public static byte[] Gzip(byte[] data)
    {
        var s = new MemoryStream();
        using (var z = new GZipStream(s, CompressionLevel.Fastest, leaveOpen: true)) z.Write(data);
        return s.ToArray();
    }

    private void Record(MemoryStream s, RecordedPacket p)
    {
        U32(s, (uint)(p.Nanoseconds / 1_000_000_000));
        U32(s, (uint)(p.Nanoseconds % 1_000_000_000 / (nanoseconds ? 1 : 1000)));
        U32(s, (uint)p.Data.Length);
        U32(s, (uint)p.WireLength);
        if (modified) s.Write(new byte[8]);
        s.Write(p.Data);
    }

    private void U32(MemoryStream s, uint value)
    {
        Span<byte> b = stackalloc byte[4];
        if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(b, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(b, value);
        s.Write(b);
    }
}
