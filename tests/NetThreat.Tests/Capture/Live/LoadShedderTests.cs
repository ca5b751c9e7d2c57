using NetThreat.Capture.Live.Shedding;
using NetThreat.Core.Packets;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Capture.Live;

public sealed class LoadShedderTests : IDisposable
{
    private readonly List<GuardedBytes> _memory = [];
    private readonly LoadShedder _shedder = new(new() { KeepPackets = 8, HardKeepPackets = 2 }, seed: 1);

    public void Dispose() => _memory.ForEach(m => m.Dispose());

    [Fact]
    public void Without_pressure_the_batch_passes_untouched()
    {
        var batch = Batch(Repeat(Bulk(1), 100));
        Assert.Same(batch, _shedder.Filter(batch, 0.25));
        Assert.Equal((0, 0, false), (_shedder.Packets, _shedder.Bytes, _shedder.IsShedding));
    }

    [Fact]
    public void Under_pressure_the_first_packets_of_each_flow_are_kept_and_later_ones_counted()
    {
        var flows = Enumerable.Range(0, 5).Select(Bulk).ToArray();
        var kept = _shedder.Filter(Batch([.. Enumerable.Range(0, 100).Select(i => flows[i % 5])]), 0.6);
        // Seven below the limit, and the eighth, which says that the rest is missing.
        Assert.Equal(5 * 8, kept.Count);
        Assert.Equal(5, Thinned(kept));
        Assert.Equal((60, 60L * flows[0].Length), (_shedder.Packets, _shedder.Bytes));
        Assert.Equal(0, _shedder.Filter(Batch(Repeat(flows[0], 10)), 0.6).Count);
    }

    [Fact]
    public void More_pressure_keeps_less()
    {
        Assert.Equal(2, _shedder.Filter(Batch(Repeat(Bulk(1), 100)), 0.9).Count);
        Assert.Equal(8, _shedder.Filter(Batch(Repeat(Bulk(2), 100)), 0.6).Count);
    }

    [Fact]
    public void Both_directions_of_a_conversation_count_as_one_flow()
    {
        byte[] there = Ethernet(0x0800, IPv4(17, Udp(1000, 2000, new byte[9]), "10.0.0.1", "10.0.0.2")), back = Ethernet(0x0800, IPv4(17, Udp(2000, 1000, new byte[9]), "10.0.0.2", "10.0.0.1"));
        Assert.Equal(8, _shedder.Filter(Batch([.. Repeat(there, 20), .. Repeat(back, 20)]), 0.6).Count);
    }

    [Fact]
    public void What_begins_or_ends_a_connection_is_kept_and_so_is_what_has_no_conversation()
    {
        _shedder.Filter(Batch(Repeat(Tcp(0x10), 100)), 0.6);
        byte[][] kept = [Tcp(0x02), Tcp(0x12), Tcp(0x11), Tcp(0x14), Ethernet(0x0806, new byte[28]), [1, 2, 3]];
        Assert.Equal(kept.Length, _shedder.Filter(Batch(kept), 0.9).Count);
        Assert.Equal(0, _shedder.Filter(Batch(Repeat(Tcp(0x18), 5)), 0.6).Count);
    }

    [Fact]
    public void Flows_inside_one_tunnel_are_flows_of_their_own()
    {
        byte[] Tunnelled(int inner) => Ethernet(0x0800, IPv4(4, IPv4(17, Udp((ushort)(5000 + inner), 53, new byte[9]), "192.168.0.1", "192.168.0.2")));
        _shedder.Filter(Batch(Repeat(Tunnelled(1), 50)), 0.6);
        Assert.Equal(7, _shedder.Filter(Batch([.. Repeat(Tunnelled(2), 7)]), 0.6).Count);
    }

    [Fact]
    public void Shedding_goes_on_until_the_pressure_is_low_and_flows_are_counted_from_the_lower_mark_on()
    {
        byte[] flow = Bulk(1);
        var counted = _shedder.Filter(Batch(Repeat(flow, 50)), 0.3);
        Assert.Equal((50, 0, false), (counted.Count, Thinned(counted), _shedder.IsShedding));
        // Established already: one more, marked, then none.
        Assert.Equal(1, _shedder.Filter(Batch(Repeat(flow, 50)), 0.6).Count);
        Assert.Equal((0, true), (_shedder.Filter(Batch(Repeat(flow, 50)), 0.3).Count, _shedder.IsShedding));
        Assert.Equal((50, false), (_shedder.Filter(Batch(Repeat(flow, 50)), 0.2).Count, _shedder.IsShedding));
        // Counted anew.
        Assert.Equal(8, _shedder.Filter(Batch(Repeat(flow, 50)), 0.6).Count);
        Assert.Equal(2, _shedder.Episodes);
    }

    [Fact]
    public void More_flows_than_are_counted_are_kept()
    {
        var small = new LoadShedder(new() { Flows = 1024, KeepPackets = 2, HardKeepPackets = 1 }, seed: 1);
        byte[][] flood = [.. Enumerable.Range(0, 20_000).Select(Bulk)];
        foreach (var chunk in flood.Chunk(200)) Assert.Equal(chunk.Length, small.Filter(Batch(chunk), 0.6).Count);
    }

    [Fact]
    public void It_can_be_switched_off()
    {
        var off = new LoadShedder(new() { Enabled = false }, seed: 1);
        var batch = Batch(Repeat(Bulk(1), 200));
        Assert.Same(batch, off.Filter(batch, 1));
    }

    private PacketBatch Batch(params byte[][] packets)
    {
        var batch = new PacketBatch(packets.Length);
        foreach (byte[] p in packets)
        {
            var memory = new GuardedBytes(p.Length);
            _memory.Add(memory);
            batch.Add(memory.Place(p));
        }

        return batch;
    }

    private static int Thinned(PacketBatch batch)
    {
        int n = 0;
        foreach (ref readonly var p in batch.Packets) n += (p.Flags & PacketFlags.Thinned) != 0 ? 1 : 0;
        return n;
    }

    private static byte[][] Repeat(byte[] packet, int times) => [.. Enumerable.Repeat(packet, times)];

    private static byte[] Bulk(int flow) => Ethernet(0x0800, IPv4(17, Udp((ushort)(1000 + flow), 2000, new byte[100])));

    private static byte[] Tcp(byte flags) => Ethernet(0x0800, IPv4(6, PacketBytes.Tcp(1000, 80, flags, new byte[10])));
}
