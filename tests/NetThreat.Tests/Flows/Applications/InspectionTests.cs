using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Flows;

namespace NetThreat.Tests.Flows.Applications;

public class InspectionTests
{
    private const uint A = 0x0A000001, B = 0x0A000002;
    private const byte Syn = 2, SynAck = 0x12, Ack = 0x10;

    [Fact]
    public void A_request_and_its_response_are_one_transaction_whatever_the_segments()
    {
        byte[] request = Encoding.ASCII.GetBytes("GET /a?b HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test/1\r\n\r\n");
        byte[] response = Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello");
        for (int size = 1; size <= 64; size *= 2)
        {
            var facts = Conversation(80, request, response, Math.Max(2, size)).Application!;
            Assert.Equal("http", facts.Service);
            Assert.False(facts.UnusualPort);
            var t = Assert.Single(facts.Http);
            Assert.Equal(("GET", "/a?b", "example.org", "test/1", "1.1"), (t.Method, t.Uri, t.Host, t.UserAgent, t.Version));
            Assert.Equal((404, "text/html", 5L, -1L), (t.Status, t.ResponseType, t.ResponseLength, t.RequestLength));
        }
    }

    [Fact]
    public void A_known_protocol_on_a_foreign_port_is_a_fact()
    {
        var facts = Conversation(4444, Encoding.ASCII.GetBytes("SSH-2.0-OpenSSH_9.6\r\n"), Encoding.ASCII.GetBytes("SSH-2.0-dropbear\r\n"), 1000).Application!;
        Assert.Equal(("ssh", true, null), (facts.Service, facts.UnusualPort, facts.ServiceHint));
        Assert.Equal(("SSH-2.0-OpenSSH_9.6", "SSH-2.0-dropbear"), (facts.SshClient, facts.SshServer));
    }

    [Fact]
    public void A_port_without_a_known_payload_is_a_hint()
    {
        byte[] noise = [0xF1, 0xE2, 0xD3, 0xC4, 0xB5, 0xA6, 0x97, 0x88, 0x79, 0x6A, 0x5B, 0x4C];
        var facts = Conversation(22, noise, noise, 1000).Application!;
        Assert.Equal((null, "ssh", false), (facts.Service, facts.ServiceHint, facts.UnusualPort));
    }

    [Fact]
    public void A_single_packet_of_unknown_payload_has_no_facts()
    {
        var t = new TestTraffic().Udp(0, A, 5000, B, 53, [0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0xFA, 0xF9, 0xF8, 0xF7]);
        Assert.All(MeterRun.Of(t), r => Assert.Null(r.Application));
    }

    [Fact]
    public void Every_segment_of_a_flow_carries_what_is_known_of_the_whole()
    {
        var t = Handshake(80).Data(0.1, A, 5000, B, 80, 1001, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8)
            .Tcp(30, A, 5000, B, 80, Ack, 1028).Tcp(90, A, 5000, B, 80, Ack, 1028);
        var records = MeterRun.Of(t);
        Assert.True(records.Count > 1);
        Assert.All(records, r => Assert.Equal("x", Assert.Single(r.Application!.Http).Host));
    }

    [Fact]
    public void Queries_over_tcp_are_transactions_too()
    {
        byte[] message = [0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, (byte)'x', 4, (byte)'t', (byte)'e', (byte)'s', (byte)'t', 0, 0, 1, 0, 1];
        byte[] framed = [0, (byte)message.Length, .. message];
        var facts = Conversation(53, [.. framed, .. framed], [], 7).Application!;
        Assert.Equal(("dns", 2), (facts.Service, facts.DnsQueries));
        Assert.All(facts.Dns, d => Assert.Equal("x.test", d.Name));
    }

    [Fact]
    public void What_does_not_fit_is_counted()
    {
        var t = new TestTraffic();
        for (uint i = 0; i < 3000; i++) t.Data(i * 0.0001, A + i, 5000, B, 80, 1000, "GET / HTTP/1.1\r\n"u8);
        using var meter = new FlowMeter(new MeterOptions { MaxMemoryBytes = 4 << 20 }, new Vantage("site", "tap"), _ => { });
        t.Play(256, meter.Process);
        Assert.True(meter.SkippedFacts > 0);
        Assert.True(meter.MemoryBytes <= 4 << 20);
    }

    [Fact]
    public void Packets_of_flows_without_facts_allocate_nothing()
    {
        var t = new TestTraffic();
        byte[] noise = new byte[100];
        new Random(1).NextBytes(noise);
        noise[0] = 0xF7;
        for (int i = 0; i < 2000; i++) t.Udp(i * 0.0001, A, (ushort)(1024 + i % 50), B, 33333, noise).Data(i * 0.0001, A, (ushort)(1024 + i % 50), B, 33333, (uint)(1000 + 100 * (i / 50)), noise);
        using var meter = new FlowMeter(new MeterOptions(), new Vantage("site", "tap"), _ => { });
        t.Play(4096, batch =>
        {
            meter.Process(batch);
            long before = GC.GetAllocatedBytesForCurrentThread();
            meter.Process(batch);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
        });
    }

    private static TestTraffic Handshake(ushort port) => new TestTraffic()
        .Tcp(0, A, 5000, B, port, Syn, 1000).Tcp(0.01, B, port, A, 5000, SynAck, 2000, 1001).Tcp(0.02, A, 5000, B, port, Ack, 1001, 2001);

    private static FlowRecord Conversation(ushort port, byte[] request, byte[] response, int segment)
    {
        var t = Handshake(port);
        double at = 0.1;
        for (int i = 0; i < request.Length; i += segment) t.Data(at += 0.0001, A, 5000, B, port, (uint)(1001 + i), request.AsSpan(i, Math.Min(segment, request.Length - i)));
        for (int i = 0; i < response.Length; i += segment) t.Data(at += 0.0001, B, port, A, 5000, (uint)(2001 + i), response.AsSpan(i, Math.Min(segment, response.Length - i)));
        var records = MeterRun.Of(t);
        return records[^1] with { Application = records.Select(r => r.Application).Aggregate(ApplicationFacts.Join) };
    }
}
