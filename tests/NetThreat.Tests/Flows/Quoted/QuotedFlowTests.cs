using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Testing.Packets;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Flows.Quoted;

public class QuotedFlowTests
{
    private static readonly byte[] Sent = IPv4(17, Udp(5000, 33434, new byte[12]));

    [Fact]
    public void An_error_is_a_flow_of_its_own_and_noted_at_the_flow_it_quotes()
    {
        var flows = Finals(new TestTraffic().Frame(0, Ethernet(0x0800, Sent)).Frame(0.1, Error(3, 3, Sent[..28])).Frame(0.2, Error(11, 0, Sent[..28])));
        var quoted = Assert.Single(flows, f => f.Key.Protocol == IpProtocol.Udp);
        Assert.Equal((2, 11 << 8, 1L), (quoted.IcmpErrors, quoted.LastIcmpError, quoted.Total.Packets));
        Assert.Equal(2, flows.Count(f => f.Key.Protocol == IpProtocol.Icmp && f.IcmpErrors == 0 && f.Anomalies == Anomaly.None));
    }

    [Fact]
    public void IPv6_errors_are_noted_too()
    {
        byte[] sent = IPv6(6, PacketBytes.Tcp(1000, 80, 2));
        var error = Ethernet(0x86DD, IPv6(58, Icmp(1, 4, 0, sent), "2001:db8::2", "2001:db8::1"));
        var flows = Finals(new TestTraffic().Frame(0, Ethernet(0x86DD, sent)).Frame(0.1, error));
        Assert.Equal((1, 1 << 8 | 4), Assert.Single(flows.Where(f => f.Key.Protocol == 6).Select(f => (f.IcmpErrors, f.LastIcmpError))));
    }

    [Fact]
    public void An_error_to_another_host_than_the_sender_is_odd()
    {
        var error = Ethernet(0x0800, IPv4(1, Sum(Icmp(3, 1, 0, Sent)), "10.0.0.9", "10.0.0.8"));
        var flows = Finals(new TestTraffic().Frame(0, Ethernet(0x0800, Sent)).Frame(0.1, error));
        Assert.Equal(Anomaly.IcmpQuoteMismatch, flows.Single(f => f.Key.Protocol == 1).Anomalies);
    }

    [Theory]
    [InlineData(61)] // the flow has ended
    [InlineData(0)] // the quote is cut before the ports
    public void Without_a_live_flow_nothing_is_noted(double at)
    {
        var flows = Finals(new TestTraffic().Frame(0, Ethernet(0x0800, Sent)).Frame(at, Error(3, 3, at == 0 ? Sent[..22] : Sent)));
        Assert.All(flows, f => Assert.Equal(0, f.IcmpErrors));
    }

    [Fact]
    public void An_echo_reply_quotes_nothing()
    {
        var flows = Finals(new TestTraffic().Frame(0, Ethernet(0x0800, Sent)).Frame(0, Error(0, 0, Sent)));
        Assert.All(flows, f => Assert.Equal(0, f.IcmpErrors));
    }

    private static byte[] Error(byte type, byte code, byte[] quote) =>
        Ethernet(0x0800, IPv4(1, Sum(Icmp(type, code, 0, quote)), "10.0.0.2", "10.0.0.1"));

    /// <summary>The ICMP message with its checksum.</summary>
    private static byte[] Sum(byte[] icmp) => WithChecksum(icmp, 2);

    private static List<FlowRecord> Finals(TestTraffic traffic) => [.. MeterRun.Of(traffic).Where(r => r.Final)];
}
