using System.Runtime.InteropServices;
using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Tests.Properties;

/// <summary>Packets that can be played in any order and any portion.</summary>
internal sealed class PacketList
{
    private PacketList(List<Packet> packets) => Packets = packets;

    public List<Packet> Packets { get; }

    public static PacketList OfFile(string path)
    {
        using var source = CaptureFile.Open(path);
        return Of(source);
    }

    public static PacketList Of(IPacketSource source)
    {
        var packets = new List<Packet>();
        var batch = new PacketBatch();
        while (source.Read(batch, default))
            foreach (ref readonly var p in batch.Packets) packets.Add(Packet.Of(in p));
        return new(packets);
    }

    public static PacketList Of(IEnumerable<Packet> packets) => new([.. packets]);

    /// <summary>Plays them in batches of a size.</summary>
    public unsafe void Play(int batchSize, Action<PacketBatch> process)
    {
        var batch = new PacketBatch(batchSize);
        foreach (var p in Packets)
        {
            batch.Add(new CapturedPacket((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(p.Data, 0), p.Data.Length, p.Wire, p.Time, p.LinkType));
            if (!batch.IsFull) continue;
            process(batch);
            batch.Clear();
        }

        if (batch.Count > 0) process(batch);
    }

    /// <param name="Data">In pinned memory.</param>
    internal sealed record Packet(byte[] Data, int Wire, Timestamp Time, ushort LinkType)
    {
        public static Packet Of(in CapturedPacket p)
        {
            byte[] data = GC.AllocateUninitializedArray<byte>(p.Length, pinned: true);
            p.Data.CopyTo(data);
            return new(data, p.WireLength, p.Time, p.LinkType);
        }
    }
}
