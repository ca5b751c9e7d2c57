using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Flows;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Flows.Conformance;

public class FlowRulesTests
{
    [Theory]
    [InlineData(1100, Anomaly.None)] // the next
    [InlineData(1000, Anomaly.None)] // the same again
    [InlineData(1099, Anomaly.None)] // a window probe's byte again
    [InlineData(1050, Anomaly.TcpSegmentOverlap)]
    public void A_segment_that_repeats_and_goes_on_is_odd(uint sequence, Anomaly expected)
    {
        var traffic = new TestTraffic().Tcp(0, 1, 1000, 2, 80, 2, 999).Tcp(0.1, 2, 80, 1, 1000, 0x12, 0, 1000)
            .Tcp(0.2, 1, 1000, 2, 80, 0x18, 1000, 1, 100).Tcp(0.3, 1, 1000, 2, 80, 0x18, sequence, 1, 100);
        Assert.Equal(expected, Final(traffic).Anomalies);
    }

    [Theory]
    [InlineData(64, 60, Anomaly.None)]
    [InlineData(64, 59, Anomaly.TtlChange)]
    public void Another_route_is_odd(byte first, byte second, Anomaly expected) =>
        Assert.Equal(expected, Final(new TestTraffic().Frame(0, WithTtl(first)).Frame(0.1, WithTtl(second))).Anomalies);

    [Fact]
    public void A_packet_with_a_wrong_checksum_is_kept_and_counted()
    {
        byte[] segment = PacketBytes.Tcp(1000, 80, 2);
        segment[17] = 1;
        var traffic = new TestTraffic().Frame(0, Ethernet(0x0800, IPv4(6, segment)));
        var flow = Final(traffic);
        Assert.Equal((Anomaly.BadTcpChecksum, 1L, "S"), (flow.Anomalies, flow.Total.Packets, flow.History));
        using var meter = new FlowMeter(new MeterOptions(), new Vantage("s", "o"), _ => { });
        traffic.Play(16, meter.Process);
        Assert.Equal(1, meter.Anomalies[Anomaly.BadTcpChecksum]);
        Assert.Equal([new KeyValuePair<Anomaly, long>(Anomaly.BadTcpChecksum, 1)], meter.Anomalies.All);
    }

    [Fact]
    public void Checksums_are_left_alone_where_the_options_say_so()
    {
        byte[] segment = PacketBytes.Tcp(1000, 80, 2);
        segment[17] = 1;
        var records = MeterRun.Of(new TestTraffic().Frame(0, Ethernet(0x0800, IPv4(6, segment))), new MeterOptions { VerifyChecksums = false });
        Assert.All(records, r => Assert.Equal(Anomaly.None, r.Anomalies));
    }

    private static byte[] WithTtl(byte ttl)
    {
        byte[] b = IPv4(17, Udp(1000, 2000));
        b[8] = ttl;
        return Ethernet(0x0800, b);
    }

    private static FlowRecord Final(TestTraffic traffic) => Assert.Single(MeterRun.Of(traffic), r => r.Final);
}
