using System.Buffers.Binary;

namespace NetThreat.Capture.Live.Linux;

/// <summary>The outermost VLAN tag, which the kernel keeps beside the frame: put back where it was on the wire (IEEE 802.1Q clause 9.3).</summary>
internal static unsafe class VlanTag
{
    public const int Size = 4;

    /// <summary>Behind the two addresses.</summary>
    public const int Place = 12;

    private const ushort Customer = 0x8100;

    /// <summary>Moves the addresses into the room that the ring leaves before each frame.</summary>
    /// <returns>The new start of the frame.</returns>
    public static byte* Restore(byte* frame, RingPacket* packet)
    {
        byte* start = frame - Size;
        Buffer.MemoryCopy(frame, start, Place, Place);
        ushort protocol = (packet->Status & RingPacket.TagProtocolValid) != 0 ? packet->TagProtocol : Customer;
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(start + Place, 2), protocol);
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(start + Place + 2, 2), (ushort)packet->Tag);
        return start;
    }
}
