using System.Buffers.Binary;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Files;

/// <summary>The pcap format (draft-ietf-opsawg-pcap section 5) in both byte orders, micro- and nanoseconds, and Kuznetzov's longer record header.</summary>
internal sealed unsafe class PcapReader : IRecordReader
{
    public const int FileHeader = 24;

    private const int RecordHeader = 16;

    /// <summary>With interface index, protocol and packet type behind the standard fields.</summary>
    private const int ModifiedRecordHeader = 24;

    private readonly bool _swapped;
    private readonly int _header;
    private readonly uint _fractionNanoseconds;
    private readonly ushort _linkType;

    private PcapReader(bool swapped, bool modified, bool nanoseconds, ushort linkType)
    {
        _swapped = swapped == BitConverter.IsLittleEndian;
        _header = modified ? ModifiedRecordHeader : RecordHeader;
        _fractionNanoseconds = nanoseconds ? 1u : 1000u;
        _linkType = linkType;
    }

    public string Fault { get; private set; } = "";

    public long ClampedTimes => 0;

    public static bool IsMagic(uint little) => Known(little) || Known(BinaryPrimitives.ReverseEndianness(little));

    /// <param name="header">The file's first 24 bytes, with a known magic.</param>
    public static PcapReader FromHeader(ReadOnlySpan<byte> header)
    {
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        bool swapped = !Known(magic);
        if (swapped) magic = BinaryPrimitives.ReverseEndianness(magic);
        // Only the lower half names the link type; the upper half describes the frame check sequence.
        uint link = swapped ? BinaryPrimitives.ReadUInt32BigEndian(header[20..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        return new(swapped, magic == 0xA1B2CD34, magic == 0xA1B23C4D, (ushort)link);
    }

    public RecordResult Next(CaptureBuffer buffer, PacketBatch batch, bool mayFill)
    {
        if (buffer.Available < _header)
        {
            if (!mayFill) return RecordResult.NeedMore;
            if (!buffer.Fill(_header)) return buffer.Available == 0 ? RecordResult.End : RecordResult.Cut;
        }

        var h = new ReadOnlySpan<uint>(buffer.Head, RecordHeader / 4);
        uint captured = U32(h[2]);
        if (captured > CaptureLimits.MaxPacket)
        {
            Fault = $"a record claims {captured} bytes";
            return RecordResult.Corrupt;
        }

        int length = _header + (int)captured;
        if (buffer.Available < length)
        {
            if (!mayFill) return RecordResult.NeedMore;
            if (!buffer.Fill(length)) return RecordResult.Cut;
            h = new(buffer.Head, RecordHeader / 4);
        }

        var time = new Timestamp(U32(h[0]) * Timestamp.NanosecondsPerSecond + (long)U32(h[1]) * _fractionNanoseconds);
        batch.Add(new(buffer.Head + _header, (int)captured, CaptureLimits.WireLength(U32(h[3]), (int)captured), time, _linkType));
        buffer.Consume(length);
        return RecordResult.Packet;
    }

    private static bool Known(uint magic) => magic is 0xA1B2C3D4 or 0xA1B23C4D or 0xA1B2CD34;

    private uint U32(uint little) => _swapped ? BinaryPrimitives.ReverseEndianness(little) : little;
}
