using NetThreat.Capture.Files;
using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Flows;
using NetThreat.Testing;

namespace NetThreat.Tests.Flows;

public class WholeFlowTests
{
    [DataTheory]
    [InlineData("peers/zeek/Traces/ldap/missing_ldap_logs.pcapng")]
    [InlineData("pcaps/c2/sandcat.pcap")]
    [InlineData("flows/cic-ids2017/sqli-slice/WebattackSQLinj.pcap")]
    [InlineData("pcaps/benign-dns/normal_00006_20230805193455.pcap")]
    public void A_whole_flow_is_the_last_segment_with_everything_in_it(string capture)
    {
        var whole = Of(capture, segments: false);
        Assert.NotEmpty(whole);
        Assert.All(whole, r => Assert.Equal(r.Total, r.Delta));
        Assert.Equal(Of(capture, segments: true).Where(r => r.Final).Select(Describe), whole.Select(Describe));
    }

    [Fact]
    public void A_flow_that_reports_in_segments_is_one_record()
    {
        var t = new TestTraffic();
        for (int i = 0; i <= 100; i += 10) t.Udp(i, 1, 4000, 2, 4001);
        var records = new List<FlowRecord>();
        using var meter = new FlowMeter(new MeterOptions { Segments = false }, new Vantage("s", "o"), records.Add);
        t.Play(4, meter.Process);
        meter.Finish();
        var record = Assert.Single(records);
        Assert.Equal((3, 11L, true), (record.Segment, record.Delta.Packets, record.Final));
        Assert.Equal(160.0, (record.Time.Nanoseconds - TestTraffic.Start.Nanoseconds) / 1e9);
    }

    private static string Describe(FlowRecord r) => MeterRun.Describe(r with { Delta = default, Application = null });

    private static List<FlowRecord> Of(string capture, bool segments)
    {
        var records = new List<FlowRecord>();
        using var source = CaptureFile.Open(Data.Path(capture));
        using var meter = new FlowMeter(new MeterOptions { Segments = segments }, new Vantage("s", "o"), records.Add);
        var batch = new PacketBatch();
        while (source.Read(batch, default)) meter.Process(batch);
        meter.Finish();
        return records;
    }
}
