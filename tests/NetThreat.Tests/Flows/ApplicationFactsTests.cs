using System.Text;
using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.FlowExport;
using NetThreat.Flows;

namespace NetThreat.Tests.Flows;

public class ApplicationFactsTests
{
    private const uint A = 0x0A000001, B = 0x0A000002;

    [Fact]
    public void A_query_and_its_response_are_one_transaction()
    {
        var t = new TestTraffic().Udp(0, A, 4000, B, 53, Dns(7, false, "Www.Example.com")).Udp(0.1, B, 53, A, 4000, Dns(7, true, "www.example.com"));
        var facts = MeterRun.Of(t)[0].Application!;
        Assert.Equal("dns", facts.Service);
        Assert.Equal(1, facts.DnsQueries);
        Assert.Equal(new DnsTransaction("www.example.com", 1, 3, 0, 7) { Flags = 0x8183 }, Assert.Single(facts.Dns));
    }

    [Fact]
    public void Transactions_beyond_the_sample_are_counted()
    {
        var t = new TestTraffic();
        for (ushort i = 0; i < 20; i++) t.Udp(i * 0.01, A, 4000, B, 53, Dns(i, false, $"q{i}.test"));
        var facts = MeterRun.Of(t)[0].Application!;
        Assert.Equal((20, ApplicationFacts.MaxDnsTransactions), (facts.DnsQueries, facts.Dns.Count));
    }

    [Fact]
    public void The_next_segment_has_the_service_and_its_own_transactions()
    {
        var t = new TestTraffic().Udp(0, A, 4000, B, 53, Dns(1, false, "a.test")).Udp(30, A, 4000, B, 53, Dns(2, false, "b.test"));
        var records = MeterRun.Of(t);
        Assert.Equal(["a.test", "b.test"], records.Where(r => r.Application!.Dns.Count > 0).Select(r => r.Application!.Dns[0].Name));
        Assert.All(records, r => Assert.Equal("dns", r.Application!.Service));
    }

    [Fact]
    public void A_whole_flow_has_the_facts_of_all_its_segments()
    {
        var t = new TestTraffic().Udp(0, A, 4000, B, 53, Dns(1, false, "a.test")).Udp(2, B, 53, A, 4000, Dns(1, true, "a.test")).Udp(30, A, 4000, B, 53, Dns(2, false, "b.test"));
        using var stream = new MemoryStream();
        var buffer = new TextBuffer(stream);
        using var writer = new JsonFlowWriter();
        writer.Begin(buffer);
        using var meter = FlowMeter.OfRows(new MeterOptions { Segments = false }, new Vantage("s", "o"), row => writer.Write(row.Record, row.Application, buffer));
        t.Play(256, meter.Process);
        meter.Finish();
        buffer.Flush();
        using var line = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        var dns = line.RootElement.GetProperty("dns");
        Assert.Equal(2, dns.GetArrayLength());
        Assert.Equal(3, dns[0].GetProperty("rcode").GetInt32());
        Assert.Equal(2, line.RootElement.GetProperty("dns_queries").GetInt32());
        Assert.Equal("1700000000.000000", line.RootElement.GetProperty("ts").GetRawText());
    }

    private static byte[] Dns(ushort id, bool response, string name)
    {
        var b = new List<byte> { (byte)(id >> 8), (byte)id, (byte)(response ? 0x81 : 0x01), (byte)(response ? 0x83 : 0), 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (string label in name.Split('.'))
        {
            b.Add((byte)label.Length);
            b.AddRange(Encoding.ASCII.GetBytes(label));
        }

        b.AddRange([0, 0, 1, 0, 1]);
        return [.. b];
    }
}
