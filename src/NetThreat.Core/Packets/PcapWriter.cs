using System.Buffers.Binary;
using NetThreat.Core.Time;

namespace NetThreat.Core.Packets;

/// <summary>
/// Writes packets as a classic capture file with nanosecond times (magic a1b23c4d, little-endian; draft-ietf-opsawg-pcap section 4).
/// The stream belongs to the caller.
/// </summary>
public sealed class PcapWriter
{
    private const uint NanosecondMagic = 0xA1B2_3C4D;
    private const int SnapLength = 262_144;
    private readonly Stream _stream;
    private readonly ushort _linkType;
    private readonly byte[] _header = new byte[24];

    /// <summary>Writes the file header.</summary>
    /// <param name="linkType">LINKTYPE_* number that all packets share.</param>
    public PcapWriter(Stream stream, ushort linkType)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (_stream, _linkType) = (stream, linkType);
        BinaryPrimitives.WriteUInt32LittleEndian(_header, NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(_header.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(_header.AsSpan(6), 4);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(16), SnapLength);
        BinaryPrimitives.WriteUInt32LittleEndian(_header.AsSpan(20), linkType);
        _stream.Write(_header);
    }

    /// <exception cref="ArgumentException">Another link type than the file's, or a time that the format cannot hold (before 1970, after 2106).</exception>
    public void Write(in CapturedPacket packet)
    {
        if (packet.LinkType != _linkType) throw new ArgumentException($"link type {packet.LinkType} in a file of {_linkType}", nameof(packet));
        long seconds = Math.DivRem(packet.Time.Nanoseconds, Timestamp.NanosecondsPerSecond, out long nanoseconds);
        if (packet.Time.Nanoseconds < 0 || seconds > uint.MaxValue)
            throw new ArgumentException($"a capture file cannot hold the time {packet.Time}", nameof(packet));
        var header = _header.AsSpan(0, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)nanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], packet.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], packet.WireLength);
        _stream.Write(header);
        _stream.Write(packet.Data);
    }
}
