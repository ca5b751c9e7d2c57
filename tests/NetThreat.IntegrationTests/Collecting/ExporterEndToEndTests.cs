using NetThreat.Capture.Collector;
using NetThreat.Core.Flows;
using NetThreat.Testing;
using Xunit.Abstractions;

namespace NetThreat.IntegrationTests.Collecting;

/// <summary>softflowd and pmacctd measure a capture and export it over loopback: the flows that we collect count what our own meter counts.</summary>
public class ExporterEndToEndTests(ITestOutputHelper output)
{
    /// <summary>From the shortest IP packet to the shortest payload of a frame.</summary>
    private const int MaxPadding = 26;

    private static string Capture => Data.Path("pcaps/benign/1kxun.pcap");

    [ExporterFact("softflowd")]
    public void Softflowd_with_NetFlow_9() => Compare(Exporters.Softflowd(Capture, 9), "netflow9", padded: true);

    [ExporterFact("softflowd")]
    public void Softflowd_with_IPFIX() => Compare(Exporters.Softflowd(Capture, 10), "ipfix", padded: true);

    [ExporterFact("softflowd")]
    public void Softflowd_with_IPFIX_biflows() => Compare(Exporters.Softflowd(Capture, 10, "-b"), "ipfix", padded: true);

    [ExporterFact("pmacctd")]
    public void Pmacctd_with_IPFIX() => Compare(Exporters.Pmacctd(Capture, "nfprobe", "nfprobe_version: 10", "aggregate: src_host, dst_host, src_port, dst_port, proto, tos"), "ipfix");

    [ExporterFact("pmacctd")]
    public void Pmacctd_with_NetFlow_9() => Compare(Exporters.Pmacctd(Capture, "nfprobe", "nfprobe_version: 9", "aggregate: src_host, dst_host, src_port, dst_port, proto, tos"), "netflow9");

    [ExporterFact("pmacctd")]
    public void Pmacctd_with_sFlow_of_every_packet() => Compare(Exporters.Pmacctd(Capture, "sfprobe", "sampling_rate: 1"), "sflow5");

    [ExporterFact("softflowd", "pmacctd")]
    public void Several_exporters_at_once_to_one_port()
    {
        var (records, _) = Collect(Exporters.Together(Capture));
        foreach (var kind in records.GroupBy(r => r.Foreign!.Kind)) Equal(kind, kind.Key, padded: kind.Key == "netflow9");
        Assert.Equal(["ipfix", "netflow9", "sflow5"], records.Select(r => r.Foreign!.Kind).Distinct().Order());
    }

    [ExporterFact("softflowd")]
    public void Lost_templates_cost_nothing_once_they_are_repeated()
    {
        var all = Exporters.Softflowd(Capture, 9);
        // The first packet has the templates, and data: it comes last.
        var (records, collector) = Collect([.. all.Skip(1), all[0]]);
        Equal(records, "netflow9 with late templates", padded: true);
        Assert.True(collector.Decoder.Sets.Pending.Resolved >= all.Count - 1);
    }

    [ExporterFact("softflowd")]
    public void An_exporter_that_restarts_is_followed()
    {
        var first = Exporters.Softflowd(Capture, 9);
        var second = Exporters.Softflowd(Capture, 9);
        var (records, collector) = Collect([.. first, .. second]);
        Equal(records, "netflow9 twice", padded: true, times: 2);
        Assert.Equal(0, collector.Decoder.Domains.All.Single().Sequence.Lost);
    }

    private void Compare(List<Exporters.Datagram> datagrams, string kind, bool padded = false)
    {
        var (records, _) = Collect(datagrams);
        Assert.All(records, r => Assert.Equal(kind, r.Foreign!.Kind));
        Equal(records, kind, padded);
    }

    private void Equal(IEnumerable<FlowRecord> records, string what, bool padded, int times = 1)
    {
        var expected = ConversationCounters.OfCapture(Capture);
        var ours = ConversationCounters.Of(records);
        bool sampled = what == "sflow5";
        var wrong = expected.Where(e => !Same(e.Value, ours.GetValueOrDefault(e.Key), times, padded)).Select(e => $"{e.Key}: {e.Value}, collected {ours.GetValueOrDefault(e.Key)}").ToList();
        output.WriteLine($"{what}: {expected.Count} conversations, {ours.Count} collected, {wrong.Count} different");
        Assert.Empty(ours.Keys.Except(expected.Keys));
        if (!sampled) Assert.Empty(wrong);
        // sfprobe ends without sending the samples of its last, unfinished datagram.
        Assert.InRange(times * expected.Sum(e => e.Value.Packets) - ours.Sum(o => o.Value.Packets), 0, sampled ? 10 : 0);
    }

    /// <summary>softflowd counts a frame without its Ethernet header: the padding of short frames with it.</summary>
    private static bool Same((long Packets, long Bytes) expected, (long Packets, long Bytes) ours, int times, bool padded)
    {
        long more = ours.Bytes - times * expected.Bytes;
        return ours.Packets == times * expected.Packets && (padded ? more >= 0 && more <= MaxPadding * ours.Packets : more == 0);
    }

    private static (List<FlowRecord> Records, FlowCollector Collector) Collect(List<Exporters.Datagram> datagrams)
    {
        Assert.NotEmpty(datagrams);
        var records = new List<FlowRecord>();
        using var collector = new FlowCollector(new CollectorOptions(), records.Add, "test/run");
        foreach (var d in datagrams) collector.Take(d.Bytes, d.From, d.Received);
        collector.Finish();
        collector.CountLosses();
        Assert.All(collector.Rows(default), r => Assert.Equal(0, r.Unaccounted));
        return (records, collector);
    }
}
