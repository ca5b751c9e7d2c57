using NetThreat.Core.Flows;
using NetThreat.Flows.Cic;
using NetThreat.Flows.Features;

namespace NetThreat.Tests.Flows.Cic;

public class CicMeterTests
{
    private const uint A = 0x0A000001, B = 0x0A000002;
    private const byte Fin = 1, Syn = 2, Psh = 8, Ack = 16;

    private static List<FlowRecord> Run(TestTraffic t, int maxFlows = 1000)
    {
        var flows = new List<FlowRecord>();
        var meter = new CicMeter(flows.Add, maxFlows);
        t.Play(64, meter.Process);
        meter.Finish();
        Assert.Equal(t.Count, meter.Ledger.TotalOut + meter.Ledger.DroppedByReason.Sum(d => d.Value));
        return flows;
    }

    private static double Value(FlowRecord flow, string cicName) =>
        flow.Features![FlowFeatures.Schema.Columns.ToList().FindIndex(c => c.CicName == cicName)];

    [Fact]
    public void The_first_fin_ends_a_flow_and_the_rest_is_another()
    {
        var flows = Run(new TestTraffic().Tcp(0, A, 4000, B, 80, Syn).Tcp(1, B, 80, A, 4000, Fin | Ack).Tcp(2, A, 4000, B, 80, Fin | Ack).Tcp(3, B, 80, A, 4000, Ack));
        Assert.Equal([2L, 2L], flows.Select(f => f.Total.Packets));
        Assert.All(flows, f => Assert.Equal(A, f.Key.Originator.ToV4()));
    }

    [Fact]
    public void After_120_seconds_the_flow_goes_on_as_another_with_the_same_direction()
    {
        var flows = Run(new TestTraffic().Udp(0, A, 1, B, 2).Udp(1, B, 2, A, 1).Udp(121, B, 2, A, 1).Udp(122, B, 2, A, 1));
        Assert.Equal(2, flows.Count);
        Assert.Equal(A, flows[1].Key.Originator.ToV4());
        Assert.Equal((1L, 1L), (flows[1].Total.Originator.Packets, flows[1].Total.Responder.Packets));
    }

    [Fact]
    public void Single_packets_are_left_out_and_counted() => Assert.Empty(Run(new TestTraffic().Udp(0, A, 1, B, 2).Udp(0, A, 3, B, 4)));

    [Fact]
    public void Flags_of_the_first_packet_stand_under_other_names()
    {
        var flow = Run(new TestTraffic().Tcp(0, A, 4000, B, 80, Syn).Tcp(1, B, 80, A, 4000, Psh | Ack, payload: 9))[0];
        Assert.Equal((0.0, 0.0, 1.0), (Value(flow, "FIN Flag Count"), Value(flow, "SYN Flag Count"), Value(flow, "PSH Flag Count")));
        Assert.Equal(0, Value(flow, "ACK Flag Count"));
    }

    [Fact]
    public void Rates_without_duration_are_undefined()
    {
        Assert.Equal(double.NaN, Value(Run(new TestTraffic().Udp(0, A, 1, B, 2).Udp(0, A, 1, B, 2))[0], "Flow Bytes/s"));
        Assert.Equal(double.PositiveInfinity, Value(Run(new TestTraffic().Udp(0, A, 1, B, 2, "x"u8).Udp(0, A, 1, B, 2))[0], "Flow Bytes/s"));
    }

    [Fact]
    public void Pauses_count_unless_a_fin_ends_them()
    {
        var t = new TestTraffic().Tcp(0, A, 4000, B, 80, Syn).Tcp(1, A, 4000, B, 80, Ack).Tcp(8, A, 4000, B, 80, Ack);
        Assert.Equal((7e6, 1e6), (Value(Run(t)[0], "Idle Mean"), Value(Run(t)[0], "Active Mean")));
        Assert.Equal(7e6, Value(Run(t.Tcp(20, B, 80, A, 4000, Fin))[0], "Idle Max"));
    }

    [Fact]
    public void Open_flows_are_limited()
    {
        var t = new TestTraffic();
        for (uint i = 0; i < 5000; i++) t.Udp(i * 0.001, i, 1, B, 2).Udp(i * 0.001, i, 1, B, 2);
        Assert.Equal(5000, Run(t, 10).Count);
    }
}
