using NetThreat.Core.Time;
using NetThreat.Testing.Packets;

namespace NetThreat.Tests.Properties;

/// <summary>
/// Random conversations from a seed: TCP with handshakes, resets, retransmissions and new connections on old ports, UDP, ICMP, silence
/// longer than timeouts. Times never go back.
/// </summary>
internal static class GeneratedTraffic
{
    private static readonly long Begin = Timestamp.FromSeconds(1_700_000_000).Nanoseconds;
    private static readonly byte[] Flags = [0x02, 0x12, 0x10, 0x18, 0x18, 0x10, 0x11, 0x04, 0x14, 0x00];

    /// <param name="network">Second byte of all addresses: traffic of two networks shares no flow.</param>
    public static PacketList Make(int seed, int packets, int network = 0)
    {
        var random = new Random(seed);
        var list = new List<PacketList.Packet>();
        long time = Begin;
        for (int i = 0; i < packets; i++)
        {
            time += random.Next(100) switch { < 80 => random.Next(2_000_000), < 97 => random.Next(900_000_000), < 99 => random.Next(30) * 1_000_000_000L, _ => random.Next(90, 500) * 1_000_000_000L };
            byte[] frame = Frame(random, network);
            byte[] pinned = GC.AllocateUninitializedArray<byte>(frame.Length, pinned: true);
            frame.CopyTo(pinned, 0);
            list.Add(new(pinned, pinned.Length, new Timestamp(time), 1));
        }

        return PacketList.Of(list);
    }

    private static byte[] Frame(Random random, int network)
    {
        int client = random.Next(6), server = random.Next(3);
        bool back = random.Next(2) == 0;
        string a = $"10.{network}.0.{1 + client}", b = $"10.{network}.1.{1 + server}";
        var (source, destination) = back ? (b, a) : (a, b);
        ushort low = (ushort)(80 + random.Next(2)), high = (ushort)(40_000 + random.Next(3));
        byte[] payload = new byte[random.Next(4) == 0 ? random.Next(1200) : 0];
        random.NextBytes(payload);
        return random.Next(10) switch
        {
            < 6 => PacketBytes.Ethernet(0x0800, PacketBytes.IPv4(6, PacketBytes.Tcp(
                back ? low : high, back ? high : low, Flags[random.Next(Flags.Length)], payload, sequence: (uint)random.Next(5000), acknowledgment: (uint)random.Next(5000)), source, destination)),
            < 9 => PacketBytes.Ethernet(0x0800, PacketBytes.IPv4(17, PacketBytes.Udp(back ? low : high, back ? high : low, payload), source, destination)),
            _ => PacketBytes.Ethernet(0x0800, PacketBytes.IPv4(1, PacketBytes.Icmp((byte)(back ? 0 : 8), 0, 1, payload), source, destination)),
        };
    }
}
