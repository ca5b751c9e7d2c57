namespace NetThreat.Testing.Captures;

/// <summary>pcapng files written by hand, block by block.</summary>
public sealed class PcapNgBytes(bool bigEndian = false)
{
    private readonly List<byte> _file = [];

    public byte[] ToArray() => [.. _file];

    public PcapNgBytes Section() => Block(0x0A0D0D0A, [.. U32(0x1A2B3C4D), .. U16(1), .. U16(0), .. U32(uint.MaxValue), .. U32(uint.MaxValue)]);

    /// <param name="resolution">if_tsresol; absent when null.</param>
    /// <param name="offset">if_tsoffset in seconds; absent when null.</param>
    public PcapNgBytes Interface(ushort linkType = 1, uint snapLength = 0, byte? resolution = null, long? offset = null)
    {
        List<byte> body = [.. U16(linkType), .. U16(0), .. U32(snapLength)];
        if (resolution is { } r) body.AddRange([.. U16(9), .. U16(1), r, 0, 0, 0]);
        if (offset is { } o) body.AddRange([.. U16(14), .. U16(8), .. U64((ulong)o)]);
        if (resolution is not null || offset is not null) body.AddRange([.. U16(0), .. U16(0)]);
        return Block(1, [.. body]);
    }

    /// <summary>An enhanced packet with its time in the interface's ticks.</summary>
    public PcapNgBytes Packet(ulong ticks, byte[] data, int wire = 0, uint index = 0) =>
        Block(6, [.. U32(index), .. U32((uint)(ticks >> 32)), .. U32((uint)ticks), .. U32((uint)data.Length), .. U32((uint)(wire == 0 ? data.Length : wire)), .. Padded(data)]);

    /// <summary>An enhanced packet with epb_dropcount.</summary>
    public PcapNgBytes PacketAfterDrops(ulong ticks, byte[] data, ulong drops) => Block(6,
        [.. U32(0), .. U32((uint)(ticks >> 32)), .. U32((uint)ticks), .. U32((uint)data.Length), .. U32((uint)data.Length), .. Padded(data), .. Option(4, U64(drops)), .. U32(0)]);

    /// <summary>Statistics of an interface: isb_ifdrop and isb_osdrop.</summary>
    public PcapNgBytes Statistics(ulong interfaceDrops, ulong systemDrops, uint index = 0) =>
        Block(5, [.. U32(index), .. U32(0), .. U32(0), .. Option(5, U64(interfaceDrops)), .. Option(7, U64(systemDrops)), .. U32(0)]);

    public PcapNgBytes Obsolete(ulong ticks, byte[] data, ushort index = 0) =>
        Block(2, [.. U16(index), .. U16(0xFFFF), .. U32((uint)(ticks >> 32)), .. U32((uint)ticks), .. U32((uint)data.Length), .. U32((uint)data.Length), .. Padded(data)]);

    public PcapNgBytes Simple(byte[] data, int wire = 0) => Block(3, [.. U32((uint)(wire == 0 ? data.Length : wire)), .. Padded(data)]);

    public PcapNgBytes Block(uint type, byte[] body)
    {
        uint length = (uint)body.Length + 12;
        _file.AddRange([.. U32(type), .. U32(length), .. body, .. U32(length)]);
        return this;
    }

    public byte[] U16(ushort v) => Ordered(BitConverter.GetBytes(v));

    public byte[] U32(uint v) => Ordered(BitConverter.GetBytes(v));

    private byte[] Option(ushort code, byte[] value) => [.. U16(code), .. U16((ushort)value.Length), .. Padded(value)];

    private byte[] U64(ulong v) => Ordered(BitConverter.GetBytes(v));

    private byte[] Ordered(byte[] native)
    {
        if (BitConverter.IsLittleEndian == bigEndian) Array.Reverse(native);
        return native;
    }

    private static byte[] Padded(byte[] data) => [.. data, .. new byte[(4 - data.Length % 4) % 4]];
}
