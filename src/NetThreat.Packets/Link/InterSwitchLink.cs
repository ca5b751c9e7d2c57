using System.Buffers.Binary;

namespace NetThreat.Packets.Link;

/// <summary>
/// Cisco's inter-switch link: a header of 26 bytes (address of 40 bits, type, source, length, SNAP, VLAN and bridge bit, index, reserved)
/// before a whole Ethernet frame, and a checksum behind it.
/// </summary>
internal static class InterSwitchLink
{
    private const int Header = 26;
    private const int VlanField = 20;
    private const int EthernetHeader = 14;

    /// <summary>True for the two multicast prefixes that ISL frames are sent to.</summary>
    /// <param name="address">The first five bytes of the destination.</param>
    public static bool Is(ReadOnlySpan<byte> address) => address is [0x01 or 0x03, 0x00, 0x0C, 0x00, 0x00];

    /// <summary>The frame inside, which is not looked at for a further ISL header.</summary>
    public static DecodeOutcome Decode(ReadOnlySpan<byte> data, int offset, ref DecodedPacket d)
    {
        if (data.Length - offset < Header + EthernetHeader) return DecodeOutcome.TruncatedLink;
        if (d.Vlan == 0) d.Vlan = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(data[(offset + VlanField)..]) >> 1 & 0xFFF);
        offset += Header;
        int type = BinaryPrimitives.ReadUInt16BigEndian(data[(offset + 12)..]);
        return EthernetLayer.ByType(data, offset + EthernetHeader, type, ref d);
    }
}
