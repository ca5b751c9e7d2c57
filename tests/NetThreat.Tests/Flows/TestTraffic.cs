using System.Buffers.Binary;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Tests.Flows;

/// <summary>Makes Ethernet frames in pinned memory and feeds them in batches.</summary>
internal sealed class TestTraffic
{
    private readonly List<(byte[] Frame, Timestamp Time)> _packets = [];

    public static readonly Timestamp Start = Timestamp.FromSeconds(1_700_000_000);

    public int Count => _packets.Count;

    public TestTraffic Tcp(double at, uint source, ushort sourcePort, uint destination, ushort destinationPort, byte flags, uint sequence = 1000, uint acknowledgment = 0, int payload = 0)
    {
        var b = Ip(source, destination, 6, 20 + payload);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(34), sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(36), destinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(38), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(42), acknowledgment);
        b[46] = 0x50;
        b[47] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(48), 1024);
        return Add(at, b);
    }

    /// <summary>A segment with these bytes.</summary>
    public TestTraffic Data(double at, uint source, ushort sourcePort, uint destination, ushort destinationPort, uint sequence, ReadOnlySpan<byte> data)
    {
        Tcp(at, source, sourcePort, destination, destinationPort, 0x18, sequence, 1, data.Length);
        data.CopyTo(_packets[^1].Frame.AsSpan(54));
        return this;
    }

    public TestTraffic Udp(double at, uint source, ushort sourcePort, uint destination, ushort destinationPort, ReadOnlySpan<byte> payload = default)
    {
        var b = Ip(source, destination, 17, 8 + payload.Length);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(34), sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(36), destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(38), (ushort)(8 + payload.Length));
        payload.CopyTo(b.AsSpan(42));
        return Add(at, b);
    }

    public TestTraffic Icmp(double at, uint source, uint destination, byte type, byte code)
    {
        var b = Ip(source, destination, 1, 16);
        b[34] = type;
        b[35] = code;
        return Add(at, b);
    }

    /// <summary>Adds an Ethernet frame as it is.</summary>
    public TestTraffic Frame(double at, ReadOnlySpan<byte> frame)
    {
        var b = GC.AllocateUninitializedArray<byte>(frame.Length, pinned: true);
        frame.CopyTo(b);
        return Add(at, b);
    }

    /// <summary>Calls back with batches of at most the given size.</summary>
    public unsafe void Play(int batchSize, Action<PacketBatch> process)
    {
        var batch = new PacketBatch(batchSize);
        foreach (var (frame, time) in _packets)
        {
            fixed (byte* p = frame) batch.Add(new CapturedPacket(p, frame.Length, frame.Length, time, 1));
            if (!batch.IsFull) continue;
            process(batch);
            batch.Clear();
        }

        if (batch.Count > 0) process(batch);
    }

    private TestTraffic Add(double at, byte[] frame)
    {
        _packets.Add((frame, new Timestamp(Start.Nanoseconds + (long)Math.Round(at * 1e6) * 1000)));
        return this;
    }

    private static byte[] Ip(uint source, uint destination, byte protocol, int length)
    {
        var b = GC.AllocateArray<byte>(34 + length, pinned: true);
        b[12] = 8;
        b[14] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(16), (ushort)(20 + length));
        b[22] = 64;
        b[23] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(26), source);
        BinaryPrimitives.WriteUInt32BigEndian(b.AsSpan(30), destination);
        return b;
    }
}
