using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Flows;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Flows.Fragments;

public class FragmentTests
{
    private static readonly byte[] Datagram = Udp(5000, 6000, [.. Enumerable.Range(0, 3000).Select(i => (byte)i)]);

    [Fact]
    public void Fragments_count_for_the_flow_of_the_first()
    {
        var flow = Assert.Single(Finals(Fragments(0, 1480, 2960)));
        Assert.Equal((5000, 6000, 17), (flow.Key.OriginatorPort, flow.Key.ResponderPort, flow.Key.Protocol));
        Assert.Equal(new DirectionCounters(3, 3 * 20 + 3008, 3000), flow.Total.Originator);
        Assert.Equal(Anomaly.None, flow.Anomalies);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(256)]
    public void Fragments_in_any_order_give_the_same_flow(int batchSize)
    {
        int[][] orders = [[0, 1480, 2960], [2960, 1480, 0], [1480, 0, 2960], [2960, 0, 1480]];
        foreach (int[] order in orders)
        {
            var flow = Assert.Single(Finals(Fragments(order), batchSize));
            Assert.Equal((3L, 3068L, 3000L, 5000), (flow.Total.Packets, flow.Total.IpBytes, flow.Total.Originator.PayloadBytes, flow.Key.OriginatorPort));
            Assert.Equal(Anomaly.None, flow.Anomalies);
        }
    }

    [Fact]
    public void A_fragmented_segment_fills_the_sequence_space()
    {
        byte[] segment = PacketBytes.Tcp(1000, 80, 0x10, new byte[2000], sequence: 101, acknowledgment: 1);
        var traffic = new TestTraffic().Frame(0, Ethernet(0x0800, IPv4(6, PacketBytes.Tcp(1000, 80, 2, sequence: 100))))
            .Frame(0.1, Ethernet(0x0800, IPv4(6, PacketBytes.Tcp(80, 1000, 0x12, sequence: 0, acknowledgment: 101), "10.0.0.2", "10.0.0.1")))
            .Frame(0.2, Ethernet(0x0800, IPv4(6, segment[..1480], fragment: 0x2000)))
            .Frame(0.2, Ethernet(0x0800, IPv4(6, segment[1480..], fragment: 185)))
            .Frame(0.3, Ethernet(0x0800, IPv4(6, PacketBytes.Tcp(80, 1000, 0x10, sequence: 1, acknowledgment: 2101), "10.0.0.2", "10.0.0.1")));
        var flow = Assert.Single(Finals(traffic));
        Assert.Equal((5L, 2000L, "ShDa"), (flow.Total.Packets, flow.Total.Originator.PayloadBytes, flow.History.Replace("^", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void IPv6_fragments_are_attributed_too()
    {
        var traffic = new TestTraffic().Frame(0, Ethernet(0x86DD, IPv6(44, Fragment(17, 0, true, Datagram[..1448]))))
            .Frame(0, Ethernet(0x86DD, IPv6(44, Fragment(17, 181, false, Datagram[1448..]))));
        var flow = Assert.Single(Finals(traffic));
        Assert.Equal((2L, 3000L, 5000), (flow.Total.Packets, flow.Total.Originator.PayloadBytes, flow.Key.OriginatorPort));
    }

    [Fact]
    public void A_fragment_whose_first_never_comes_is_lost_after_the_timeout()
    {
        var traffic = new TestTraffic().Frame(0, Later(1480, 1)).Udp(10, 1, 1, 2, 2).Frame(31, Later(1480, 2)).Udp(32, 1, 1, 2, 2);
        using var meter = new FlowMeter(new MeterOptions(), new Vantage("s", "o"), _ => { });
        traffic.Play(256, meter.Process);
        Assert.Equal(1, meter.Ledger.DroppedByReason["later_fragment"]);
        Assert.Equal(0, meter.Ledger.Snapshot(meter.Clock, meter.HeldPackets).Unaccounted);
        meter.Finish();
        Assert.Equal(2, meter.Ledger.DroppedByReason["later_fragment"]);
        Assert.Equal(0, meter.HeldPackets);
    }

    [Fact]
    public void An_identification_used_again_is_a_new_datagram()
    {
        var traffic = Fragments(0, 1480, 2960);
        byte[] other = Udp(7000, 8000, new byte[2000]);
        traffic.Frame(1, Ethernet(0x0800, IPv4(17, other[..1480], fragment: 0x2000))).Frame(1, Ethernet(0x0800, IPv4(17, other[1480..], fragment: 185)));
        var flows = Finals(traffic);
        Assert.Equal([2L, 3L], flows.Select(f => f.Total.Packets).Order());
        Assert.All(flows, f => Assert.Equal(Anomaly.None, f.Anomalies));
    }

    [Theory]
    [InlineData(0, 1480, 1472, Anomaly.FragmentOverlap)]
    [InlineData(0, 1480, 65528, Anomaly.FragmentTooLarge)]
    public void What_is_odd_about_fragments_is_noted(int first, int second, int odd, Anomaly expected)
    {
        var traffic = Fragments(first, second);
        traffic.Frame(0, Ethernet(0x0800, IPv4(17, new byte[64], fragment: (ushort)(0x2000 | odd / 8))));
        Assert.Equal(expected, Assert.Single(Finals(traffic)).Anomalies & expected);
    }

    [Fact]
    public void A_fragment_behind_the_last_and_a_tiny_one_are_odd()
    {
        var beyond = Fragments(0, 2960).Frame(0, Ethernet(0x0800, IPv4(17, new byte[64], fragment: 0x2000 | 400)));
        Assert.Equal(Anomaly.FragmentBeyondEnd, Assert.Single(Finals(beyond)).Anomalies);
        var tiny = new TestTraffic().Frame(0, Ethernet(0x0800, IPv4(17, Datagram[..24], fragment: 0x2000))).Frame(0, Later(24, 0, 20));
        Assert.Equal(Anomaly.FragmentTiny, Assert.Single(Finals(tiny)).Anomalies);
    }

    [Fact]
    public void Repeated_fragments_are_not_odd()
    {
        var flow = Assert.Single(Finals(Fragments(0, 0, 1480, 1480, 2960, 2960)));
        Assert.Equal((6L, Anomaly.None), (flow.Total.Packets, flow.Anomalies));
    }

    [Fact]
    public void Memory_is_bounded_and_every_fragment_accounted_for()
    {
        var traffic = new TestTraffic();
        for (int i = 0; i < 20_000; i++) traffic.Frame(i * 1e-6, Later(1480, (ushort)i, 64, i));
        using var meter = new FlowMeter(new MeterOptions { MaxMemoryBytes = 4 << 20 }, new Vantage("s", "o"), _ => { });
        traffic.Play(256, meter.Process);
        Assert.InRange(meter.HeldPackets, 1, 1000);
        Assert.Equal(0, meter.Ledger.Snapshot(meter.Clock, meter.HeldPackets).Unaccounted);
        meter.Finish();
        Assert.Equal(20_000, meter.Ledger.DroppedByReason["later_fragment"]);
    }

    private static byte[] Later(int offset, ushort id, int length = 64, int source = 1)
    {
        var b = IPv4(17, new byte[length], $"10.1.{source >> 8 & 255}.{source & 255}", fragment: (ushort)(offset / 8));
        if (source == 1) b = IPv4(17, new byte[length], fragment: (ushort)(offset / 8));
        (b[4], b[5]) = ((byte)(id >> 8), (byte)id);
        return Ethernet(0x0800, b);
    }

    private static TestTraffic Fragments(params int[] offsets)
    {
        var traffic = new TestTraffic();
        foreach (int at in offsets)
        {
            int length = Math.Min(1480, Datagram.Length - at);
            bool more = at + length < Datagram.Length;
            traffic.Frame(0, Ethernet(0x0800, IPv4(17, Datagram[at..(at + length)], fragment: (ushort)((more ? 0x2000 : 0) | at / 8))));
        }

        return traffic;
    }

    private static List<FlowRecord> Finals(TestTraffic traffic, int batchSize = 256) => [.. MeterRun.Of(traffic, batchSize: batchSize).Where(r => r.Final)];
}
