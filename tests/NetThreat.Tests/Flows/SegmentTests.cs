using NetThreat.Core.Flows;
using NetThreat.Flows;
using NetThreat.Core.Streams;
using NetThreat.Flows.Features;

namespace NetThreat.Tests.Flows;

public class SegmentTests
{
    private const uint A = 0x0A000001, B = 0x0A000002;
    private const byte Fin = 1, Syn = 2, Rst = 4, Ack = 16;

    private static double At(FlowRecord r) => (r.Time.Nanoseconds - TestTraffic.Start.Nanoseconds) / 1e9;

    [Fact]
    public void A_flow_reports_after_one_second_then_every_minute_and_ends_after_silence()
    {
        var t = new TestTraffic();
        for (int i = 0; i <= 100; i += 10) t.Udp(i, A, 4000, B, 4001);
        var records = MeterRun.Of(t);
        Assert.Equal([1.0, 61.0, 121.0, 160.0], records.Select(At));
        Assert.Equal([1L, 6, 4, 0], records.Select(r => r.Delta.Packets));
        Assert.Equal(FlowEnd.Idle, records[^1].EndReason);
    }

    [Fact]
    public void A_packet_at_the_boundary_belongs_to_the_next_segment()
    {
        var records = MeterRun.Of(new TestTraffic().Udp(0, A, 4000, B, 4001).Udp(1, A, 4000, B, 4001));
        Assert.Equal([1.0, 61.0], records.Select(At));
        Assert.Equal([1L, 1], records.Select(r => r.Delta.Packets));
        Assert.True(records[1].Final);
    }

    [Fact]
    public void A_packet_at_the_idle_timeout_begins_a_flow()
    {
        var records = MeterRun.Of(new TestTraffic().Udp(0, A, 4000, B, 4001).Udp(60, A, 4000, B, 4001));
        Assert.Equal(2, records.Count(r => r.Final));
        Assert.Equal([1.0, 60.0, 61.0, 120.0], records.Select(At));
    }

    [Fact]
    public void A_short_closed_connection_is_one_record()
    {
        var record = Assert.Single(MeterRun.Of(Conversation(new TestTraffic(), 0)));
        Assert.Equal(ConnState.SF, record.State);
        Assert.Equal("ShAFaf", record.History[..6]);
        Assert.Equal(FlowEnd.Closed, record.EndReason);
        Assert.Equal(1.4, At(record), 6);
    }

    [Fact]
    public void A_syn_on_a_closed_tuple_begins_a_flow()
    {
        var t = Conversation(new TestTraffic(), 0);
        var records = MeterRun.Of(Conversation(t, 0.7));
        Assert.Equal([FlowEnd.Reused, FlowEnd.Closed], records.Select(r => r.EndReason));
        Assert.NotEqual(records[0].Id, records[1].Id);
    }

    [Fact]
    public void Reuse_at_one_instant_keeps_ids_apart()
    {
        var t = new TestTraffic().Tcp(0, A, 4000, B, 80, Syn, 1).Tcp(0, A, 4000, B, 80, Syn, 2).Tcp(0, A, 4000, B, 80, Syn, 3);
        Assert.Equal(3, MeterRun.Of(t).Where(r => r.Final).Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public void A_refused_connection_is_a_rejection()
    {
        var record = Assert.Single(MeterRun.Of(new TestTraffic().Tcp(0, A, 4000, B, 81, Syn, 7).Tcp(0.1, B, 81, A, 4000, Rst | Ack, 0, 8)));
        Assert.Equal(ConnState.REJ, record.State);
        Assert.Equal("Sr", record.History);
        Assert.Equal(0, record.Features![FlowFeatures.ResponderStreamBytes]);
    }

    [Fact]
    public void An_unanswered_syn_is_seen_after_a_second()
    {
        var records = MeterRun.Of(new TestTraffic().Tcp(0, A, 4000, B, 81, Syn, 7));
        Assert.Equal(1.0, At(records[0]));
        Assert.Equal(ConnState.S0, records[0].State);
        Assert.True(records[0].Unanswered);
        Assert.Equal(300.0, At(records[1]));
    }

    [Fact]
    public void A_syn_ack_out_of_a_likely_server_port_comes_from_the_responder()
    {
        var record = MeterRun.Of(new TestTraffic().Tcp(0, B, 443, A, 40000, Syn | Ack, 7, 8))[0];
        Assert.Equal(A, record.Key.Originator.ToV4());
        Assert.Equal("^h", record.History);
    }

    [Theory]
    [InlineData(9999, 40000)]
    [InlineData(22, 443)]
    public void A_syn_ack_between_like_ports_may_be_a_stealth_scan(ushort source, ushort destination)
    {
        var record = MeterRun.Of(new TestTraffic().Tcp(0, B, source, A, destination, Syn | Ack, 7, 8))[0];
        Assert.Equal(B, record.Key.Originator.ToV4());
        Assert.Equal("H", record.History);
    }

    [Fact]
    public void The_syn_of_a_syn_ack_that_overtook_it_sets_the_sides_right()
    {
        var record = MeterRun.Of(new TestTraffic().Tcp(0, B, 9999, A, 40000, Syn | Ack, 7, 8).Tcp(0.001, A, 40000, B, 9999, Syn, 7).Tcp(0.002, A, 40000, B, 9999, Ack, 8, 8))[0];
        Assert.Equal(A, record.Key.Originator.ToV4());
        Assert.Equal([-40, 40, 40], MeterRun.Of(new TestTraffic().Tcp(0, B, 9999, A, 40000, Syn | Ack, 7, 8).Tcp(0.001, A, 40000, B, 9999, Syn, 7).Tcp(0.002, A, 40000, B, 9999, Ack, 8, 8)).Single(r => r.Final).Sequence!.Lengths);
    }

    [Fact]
    public void A_syn_ack_that_is_acknowledged_comes_from_the_responder()
    {
        var record = MeterRun.Of(new TestTraffic().Tcp(0, B, 9999, A, 40000, Syn | Ack, 7, 8).Tcp(0.001, A, 40000, B, 9999, Ack, 8, 8).Tcp(0.002, A, 40000, B, 9999, Ack, 8, 8, 10))[0];
        Assert.Equal((A, "^hAD", ConnState.S1), (record.Key.Originator.ToV4(), record.History, record.State));
        Assert.Equal((2L, 1L), (record.Total.Originator.Packets, record.Total.Responder.Packets));
    }

    [Fact]
    public void A_syn_ack_that_is_refused_keeps_its_sender()
    {
        var record = MeterRun.Of(new TestTraffic().Tcp(0, B, 9999, A, 40000, Syn | Ack, 7, 8).Tcp(0.001, A, 40000, B, 9999, Rst, 8))[0];
        Assert.Equal((B, "Hr"), (record.Key.Originator.ToV4(), record.History));
    }

    [Fact]
    public void An_echo_and_its_reply_are_one_flow_and_an_error_is_another()
    {
        var records = MeterRun.Of(new TestTraffic().Icmp(0, A, B, 8, 0).Icmp(0.1, B, A, 0, 0).Icmp(0.2, B, A, 3, 1)).Where(r => r.Final).ToList();
        Assert.Equal(2, records.Count);
        var echo = records.Single(r => r.Key.OriginatorPort == 8);
        Assert.Equal((0, 1L, 1L), (echo.Key.ResponderPort, echo.Total.Originator.Packets, echo.Total.Responder.Packets));
        var error = records.Single(r => r.Key.OriginatorPort == 3);
        Assert.Equal((1, 1L, 0L), (error.Key.ResponderPort, error.Total.Originator.Packets, error.Total.Responder.Packets));
    }

    [Fact]
    public void Times_out_of_order_and_far_apart_lose_nothing()
    {
        var t = new TestTraffic();
        double[] times = [0, -5, 3e9, -1e9, 1, 1e8, 0.5, -3e9, 0];
        foreach (double at in times) t.Tcp(at, A, 4000, B, 80, Ack, 5, 5).Udp(at, A, 4000, B, 80).Tcp(at, A, 5000, B, 80, Syn, 1);
        Assert.Equal(t.Count, MeterRun.Of(t).Sum(r => r.Delta.Packets));
    }

    [Fact]
    public void Packets_behind_the_clock_stay_together()
    {
        var t = new TestTraffic().Udp(1000, 7, 7, 8, 8);
        for (int i = 0; i < 5; i++) t.Udp(i * 0.1, A, 4000, B, 4001);
        var late = MeterRun.Of(t).Where(r => r.Key.OriginatorPort == 4000).ToList();
        Assert.Equal([1.0, 60.4], late.Select(At));
        Assert.Equal(5, late[0].Delta.Packets);
    }

    [Fact]
    public void One_wrong_time_in_the_future_makes_nothing_late()
    {
        static TestTraffic Traffic(bool wrong)
        {
            var t = new TestTraffic();
            for (int i = 0; i < 400; i++)
            {
                t.Udp(i, (uint)i, 4000, B, 4001);
                if (wrong && i == 100) t.Udp(3e8, 9, 9, 9, 9);
            }

            return t;
        }

        var right = MeterRun.Of(Traffic(false)).ConvertAll(MeterRun.Describe);
        var records = new List<FlowRecord>();
        using var meter = new FlowMeter(new MeterOptions(), new Vantage("site", "tap"), records.Add);
        Traffic(true).Play(7, meter.Process);
        Assert.Equal(TestTraffic.Start.Nanoseconds + 399_000_000_000, meter.Clock.Nanoseconds);
        meter.Finish();
        Assert.Equal(0, meter.LateRecords);
        Assert.Equal(right, records.Where(r => r.Key.OriginatorPort != 9).Select(MeterRun.Describe));
    }

    [Fact]
    public void A_gap_of_years_that_a_second_packet_confirms_is_believed()
    {
        var t = new TestTraffic().Udp(0, A, 4000, B, 4001).Udp(1e8, A, 4002, B, 4003).Udp(1e8 + 1, A, 4004, B, 4005);
        using var meter = new FlowMeter(new MeterOptions(), new Vantage("site", "tap"), _ => { });
        t.Play(1, meter.Process);
        Assert.Equal(TestTraffic.Start.Nanoseconds + 100_000_001_000_000_000, meter.Clock.Nanoseconds);
        meter.Finish();
        Assert.Equal(0, meter.LateRecords);
    }

    private static TestTraffic Conversation(TestTraffic t, double at) => t
        .Tcp(at, A, 4000, B, 80, Syn, 100)
        .Tcp(at + 0.1, B, 80, A, 4000, Syn | Ack, 500, 101)
        .Tcp(at + 0.2, A, 4000, B, 80, Ack, 101, 501)
        .Tcp(at + 0.3, A, 4000, B, 80, Fin | Ack, 101, 501)
        .Tcp(at + 0.35, B, 80, A, 4000, Ack, 501, 102)
        .Tcp(at + 0.4, B, 80, A, 4000, Fin | Ack, 501, 102)
        .Tcp(at + 0.5, A, 4000, B, 80, Ack, 102, 502);
}
