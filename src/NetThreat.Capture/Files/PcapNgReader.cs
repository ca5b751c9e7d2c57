using System.Buffers.Binary;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Files;

/// <summary>
/// The pcapng format (draft-ietf-opsawg-pcapng): sections of either byte order, interfaces with their own resolution and offset, enhanced,
/// simple and obsolete packet blocks, and the drop counts of packets and statistics; all other blocks are passed over.
/// </summary>
internal sealed unsafe class PcapNgReader : IRecordReader
{
    public const uint SectionHeader = 0x0A0D0D0A;

    private const uint InterfaceDescription = 1, ObsoletePacket = 2, SimplePacket = 3, InterfaceStatistics = 5, EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const int BlockHead = 12;
    private const int Trailer = 4;
    private const int PacketData = 28;
    private const int SimplePacketData = 12;
    private const int StatisticsOptions = 20;
    private const long MostDrops = 1L << 60;

    private readonly List<PcapNgInterface> _interfaces = [];
    private bool _bigEndian;
    private Timestamp _last;
    private long _interfaceDrops, _systemDrops;

    public string Fault { get; private set; } = "";

    public long ClampedTimes { get; private set; }

    public IReadOnlyList<LedgerLoss> Drops => [new("interface_drop", _interfaceDrops + _interfaces.Sum(i => i.Drops.ByInterface)), new("kernel_drop", _systemDrops + _interfaces.Sum(i => i.Drops.BySystem))];

    public RecordResult Next(CaptureBuffer buffer, PacketBatch batch, bool mayFill)
    {
        if (buffer.Available < BlockHead)
        {
            if (!mayFill) return RecordResult.NeedMore;
            if (!buffer.Fill(BlockHead)) return buffer.Available == 0 ? RecordResult.End : RecordResult.Cut;
        }

        uint type = U32(buffer.Span);
        if (type == SectionHeader && !Order(buffer.Span)) return Corrupt("a section without byte-order magic");
        uint length = U32(buffer.Span[4..]);
        if (length < BlockHead || length % 4 != 0) return Corrupt($"a block claims {length} bytes");
        return IsRead(type, length) ? Whole(buffer, batch, mayFill, type, length) : Pass(buffer, mayFill, length);
    }

    private static bool IsRead(uint type, uint length) => type is SectionHeader or InterfaceDescription or ObsoletePacket or SimplePacket or EnhancedPacket
        || (type == InterfaceStatistics && length <= CaptureLimits.MaxPacketBlock);

    private static RecordResult Pass(CaptureBuffer buffer, bool mayFill, uint length)
    {
        if (buffer.Available < length && !mayFill) return RecordResult.NeedMore;
        return buffer.Skip(length) ? RecordResult.Other : RecordResult.Cut;
    }

    private RecordResult Whole(CaptureBuffer buffer, PacketBatch batch, bool mayFill, uint type, uint length)
    {
        if (length > CaptureLimits.MaxPacketBlock) return Corrupt($"a block claims {length} bytes");
        if (buffer.Available < length)
        {
            if (!mayFill) return RecordResult.NeedMore;
            if (!buffer.Fill((int)length)) return RecordResult.Cut;
        }

        var block = buffer.Span[..(int)length];
        if (U32(block[^Trailer..]) != length) return Corrupt("a block's two lengths differ");
        var result = type switch
        {
            SectionHeader => Section(block),
            InterfaceDescription => Interface(block),
            SimplePacket => Simple(block, buffer.Head, batch),
            InterfaceStatistics => Statistics(block),
            _ => Packet(block, buffer.Head, batch, type == EnhancedPacket),
        };
        if (result != RecordResult.Corrupt) buffer.Consume((int)length);
        return result;
    }

    private RecordResult Section(ReadOnlySpan<byte> block)
    {
        if (block.Length < 28) return Corrupt("a section header is too short");
        if (U16(block[12..]) != 1) return Corrupt($"pcapng version {U16(block[12..])} is not known");
        _interfaceDrops = Math.Min(MostDrops, _interfaceDrops + _interfaces.Sum(i => i.Drops.ByInterface));
        _systemDrops = Math.Min(MostDrops, _systemDrops + _interfaces.Sum(i => i.Drops.BySystem));
        _interfaces.Clear();
        return RecordResult.Other;
    }

    private RecordResult Interface(ReadOnlySpan<byte> block)
    {
        if (block.Length < 20) return Corrupt("an interface description is too short");
        if (_interfaces.Count == CaptureLimits.MaxInterfaces) return Corrupt($"more than {CaptureLimits.MaxInterfaces} interfaces");
        _interfaces.Add(new(U16(block[8..]), U32(block[12..]), PcapNgOptions.ReadTimeScale(block[16..^Trailer], _bigEndian)));
        return RecordResult.Other;
    }

    /// <summary>Of an interface that is not there, or without room for anything, it says nothing.</summary>
    private RecordResult Statistics(ReadOnlySpan<byte> block)
    {
        if (block.Length > StatisticsOptions + Trailer && U32(block[8..]) is var index && index < _interfaces.Count)
            PcapNgOptions.ReadStatistics(block[StatisticsOptions..^Trailer], _bigEndian, _interfaces[(int)index].Drops);
        return RecordResult.Other;
    }

    private RecordResult Packet(ReadOnlySpan<byte> block, byte* head, PacketBatch batch, bool enhanced)
    {
        if (block.Length < PacketData + Trailer) return Corrupt("a packet block is too short");
        uint index = enhanced ? U32(block[8..]) : U16(block[8..]);
        if (index >= _interfaces.Count) return Corrupt($"a packet names interface {index} of {_interfaces.Count}");
        uint captured = U32(block[20..]);
        if (captured > CaptureLimits.MaxPacket || captured > block.Length - PacketData - Trailer) return Corrupt($"a packet claims {captured} bytes");
        ulong ticks = (ulong)U32(block[12..]) << 32 | U32(block[16..]);
        _last = _interfaces[(int)index].Time.ToTimestamp(ticks, out bool clamped);
        if (clamped) ClampedTimes++;
        int options = PacketData + (int)(captured + 3 & ~3u);
        if (enhanced && block.Length > options + Trailer) PcapNgOptions.ReadPacket(block[options..^Trailer], _bigEndian, _interfaces[(int)index].Drops);
        Add(batch, head + PacketData, (int)captured, U32(block[24..]), _interfaces[(int)index].LinkType);
        return RecordResult.Packet;
    }

    /// <summary>A simple packet has no time: the last one known stands for it.</summary>
    private RecordResult Simple(ReadOnlySpan<byte> block, byte* head, PacketBatch batch)
    {
        if (block.Length < SimplePacketData + Trailer) return Corrupt("a simple packet block is too short");
        if (_interfaces.Count == 0) return Corrupt("a packet before the first interface description");
        uint wire = U32(block[8..]), room = (uint)(block.Length - SimplePacketData - Trailer), snap = _interfaces[0].SnapLength;
        uint captured = Math.Min(Math.Min(wire, room), snap == 0 ? uint.MaxValue : snap);
        if (captured > CaptureLimits.MaxPacket) return Corrupt($"a packet claims {captured} bytes");
        Add(batch, head + SimplePacketData, (int)captured, wire, _interfaces[0].LinkType);
        return RecordResult.Packet;
    }

    private void Add(PacketBatch batch, byte* data, int captured, uint wire, ushort linkType) =>
        batch.Add(new(data, captured, CaptureLimits.WireLength(wire, captured), _last, linkType));

    private bool Order(ReadOnlySpan<byte> block)
    {
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(block[8..]);
        _bigEndian = magic == ByteOrderMagic;
        return _bigEndian || BinaryPrimitives.ReverseEndianness(magic) == ByteOrderMagic;
    }

    private RecordResult Corrupt(string fault)
    {
        Fault = fault;
        return RecordResult.Corrupt;
    }

    private uint U32(ReadOnlySpan<byte> b) => _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(b) : BinaryPrimitives.ReadUInt32LittleEndian(b);

    private ushort U16(ReadOnlySpan<byte> b) => _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(b) : BinaryPrimitives.ReadUInt16LittleEndian(b);
}
