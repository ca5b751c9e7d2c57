using System.Buffers.Binary;
using System.Numerics;
using NetThreat.Core.Flows;

namespace NetThreat.Packets.Transport;

/// <summary>What an SCTP packet must be (RFC 9260 sections 3 and 6.8).</summary>
internal static class SctpRules
{
    private const int Header = 12;
    private const int ChunkHeader = 4;
    private const int ChecksumField = 8;

    /// <param name="packet">The whole packet.</param>
    public static void Check(ReadOnlySpan<byte> packet, ref DecodedPacket d)
    {
        if (!ChunksFit(packet[Header..])) d.Anomalies |= Anomaly.SctpBadChunk;
        if (d.Verify && !IsGood(packet)) d.Anomalies |= Anomaly.BadSctpChecksum;
    }

    private static bool ChunksFit(ReadOnlySpan<byte> chunks)
    {
        while (chunks.Length >= ChunkHeader)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(chunks[2..]);
            if (length < ChunkHeader || length > chunks.Length) return false;
            chunks = chunks[Math.Min((length + 3) & ~3, chunks.Length)..];
        }

        return chunks.IsEmpty;
    }

    /// <summary>Zero stands where hardware has still to write it (and RFC 9653 allows it).</summary>
    private static bool IsGood(ReadOnlySpan<byte> packet)
    {
        uint written = BinaryPrimitives.ReadUInt32LittleEndian(packet[ChecksumField..]);
        if (written == 0) return true;
        uint crc = Add(uint.MaxValue, packet[..ChecksumField]);
        crc = BitOperations.Crc32C(crc, 0u);
        return ~Add(crc, packet[Header..]) == written;
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 8; data = data[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte b in data) crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
