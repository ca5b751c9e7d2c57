using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Flows;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Flows;

public class AggregatedFrameTests
{
    private static readonly byte[] Snap = [0xAA, 0xAA, 3, 0, 0, 0, 0x08, 0x00];

    [Fact]
    public void Every_frame_of_an_aggregate_is_a_packet()
    {
        byte[] frame = Concat([0x88, 1], new byte[22], [0x80, 0], Subframe(1), Subframe(2), Subframe(3, type: 6), Subframe(1));
        var gre = new TestTraffic().Frame(0, Ethernet(0x0800, IPv4(47, Concat([0, 0, 0x82, 0x00], frame))));
        var records = new List<FlowRecord>();
        using var meter = new FlowMeter(new MeterOptions(), new Vantage("s", "o"), records.Add);
        gre.Play(16, meter.Process);
        meter.Finish();
        var inner = records.Where(r => r.Final && r.Key.Protocol == 17).OrderBy(r => r.Key.OriginatorPort).ToList();
        Assert.Equal([(1, 2L), (2, 1L)], inner.Select(r => ((int)r.Key.OriginatorPort, r.Total.Packets)));
        Assert.All(inner, r => Assert.Equal((TunnelKind.Gre, records.Single(o => o.Final && o.Key.Protocol == 47).Id), (r.Tunnel, r.Parent)));
        Assert.Equal((5L, 1L), (meter.Ledger.TotalIn, meter.Ledger.DroppedByReason["arp"]));
        Assert.Equal(0, meter.Ledger.Snapshot(meter.Clock, meter.HeldPackets).Unaccounted);
    }

    private static byte[] Subframe(ushort port, byte type = 0)
    {
        byte[] body = Concat(Snap, IPv4(17, Udp(port, 53, new byte[5])));
        body[7] = type;
        byte[] frame = Concat(new byte[12], [0, (byte)body.Length], body);
        return Concat(frame, new byte[(4 - frame.Length % 4) % 4]);
    }
}
