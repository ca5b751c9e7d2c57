using System.Buffers.Binary;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Tests.Simulation;

/// <summary>A simulated packet taken apart by the plainest means, independent of the code that wrote it and of the product's decoders.</summary>
internal sealed class Frame(byte[] bytes, Timestamp time)
{
    public byte[] Bytes => bytes;

    public Timestamp Time => time;

    public int EtherType => bytes[12] << 8 | bytes[13];

    public bool IsIp => EtherType is 0x0800 or 0x86DD;

    public bool IsV4 => EtherType == 0x0800;

    public byte Protocol => IsV4 ? bytes[23] : bytes[20];

    public bool IsTcp => IsIp && Protocol == 6;

    public ReadOnlySpan<byte> IpHeader => bytes.AsSpan(14, IsV4 ? 20 : 40);

    /// <summary>By the IP header's own length, so without Ethernet padding.</summary>
    public ReadOnlySpan<byte> Transport => IsV4
        ? bytes.AsSpan(34, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(16)) - 20)
        : bytes.AsSpan(54, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(18)));

    public Address Source => Address.FromBytes(IsV4 ? bytes.AsSpan(26, 4) : bytes.AsSpan(22, 16));

    public Address Destination => Address.FromBytes(IsV4 ? bytes.AsSpan(30, 4) : bytes.AsSpan(38, 16));

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(Transport);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(Transport[2..]);

    public uint Sequence => BinaryPrimitives.ReadUInt32BigEndian(Transport[4..]);

    public uint Acknowledgment => BinaryPrimitives.ReadUInt32BigEndian(Transport[8..]);

    public int TcpHeaderLength => Transport[12] >> 4 << 2;

    public byte Flags => Transport[13];

    public ReadOnlySpan<byte> Payload => Transport[TcpHeaderLength..];

    /// <summary>RFC 1071 by its first definition: 16-bit words, carries added back, complement.</summary>
    public static ushort Checksum(params byte[][] parts)
    {
        byte[] all = [.. parts.SelectMany(p => p)];
        uint sum = 0;
        for (int i = 0; i < all.Length; i++)
        {
            sum += (uint)(i % 2 == 0 ? all[i] << 8 : all[i]);
            if (sum > 0xFFFF) sum -= 0xFFFF;
        }

        return (ushort)~sum;
    }

    public byte[] PseudoHeader()
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, Transport.Length);
        return [.. IsV4 ? bytes.AsSpan(26, 8) : bytes.AsSpan(22, 32), .. length, 0, 0, 0, Protocol];
    }
}
