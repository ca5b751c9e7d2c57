using NetThreat.Core.Flows;
using NetThreat.Core.Time;
using static NetThreat.Tests.Capture.Collector.ExportBytes;

namespace NetThreat.Tests.Capture.Collector;

public class PairingTests
{
    private static readonly V5 Request = new("10.0.0.1", "10.0.0.2", 40_000, 80, 10, 1_000);
    private static readonly V5 Response = new("10.0.0.2", "10.0.0.1", 80, 40_000, 9, 9_000, StartUptime: 90_001);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_directions_become_one_conversation_of_the_side_that_began(bool responseFirst)
    {
        using var c = new Collected();
        c.Take(1, NetFlow5(0, responseFirst ? [Response, Request] : [Request, Response])).Finish();

        var r = Assert.Single(c.Records);
        Assert.Equal(("10.0.0.1", "10.0.0.2", 40_000, 80), (r.Key.Originator.ToString(), r.Key.Responder.ToString(), r.Key.OriginatorPort, r.Key.ResponderPort));
        Assert.Equal(new FlowCounters(new(10, 1_000, 0), new(9, 9_000, 0)), r.Total);
        Assert.Equal((FlowEnd.Foreign, true, 2, ConnState.SF, "ShADadFf"), (r.EndReason, r.Final, r.Foreign!.Records, r.State, r.History));
        Assert.Equal((new Timestamp((Now - 10) * Second), new Timestamp((Now - 5) * Second), new Timestamp((Now + 1) * Second)), (r.Start, r.End, r.Time));
        c.AssertBalance();
    }

    [Fact]
    public void A_record_without_its_other_direction_leaves_at_the_end_of_the_window()
    {
        using var c = new Collected();
        c.Take(1, NetFlow5(0, [Request]));
        Assert.Empty(c.Records);
        Assert.Equal(1, c.Collector.Held);
        c.Collector.Advance(new Timestamp((Now + 7) * Second));

        var r = Assert.Single(c.Records);
        Assert.Equal(new Timestamp((Now + 6) * Second), r.Time);
        Assert.Equal((10, 0, 1), (r.Total.Originator.Packets, r.Total.Responder.Packets, r.Foreign!.Records));
        c.AssertBalance();
    }

    [Fact]
    public void Records_leave_in_order_of_their_event_time_and_alike_in_every_run()
    {
        string[] Run()
        {
            var random = new Random(5);
            using var c = new Collected();
            for (uint i = 0; i < 400; i++)
            {
                var key = random.Next(60);
                var record = new V5($"10.1.0.{key}", "10.2.0.1", (ushort)(1000 + key), 443, 1 + (uint)random.Next(9), 100);
                if (random.Next(2) == 0) record = record with { From = record.To, To = record.From, FromPort = record.ToPort, ToPort = record.FromPort };
                c.Take(i * 0.05, NetFlow5(i, [record]));
            }

            c.Finish();
            Assert.Equal(c.Records.Select(r => r.Time), c.Records.Select(r => r.Time).Order());
            Assert.Equal(400, c.Records.Sum(r => r.Foreign!.Records));
            c.AssertBalance();
            return [.. c.Records.Select(r => $"{r.Id} {r.Time.Nanoseconds} {r.Total}")];
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Too_many_waiting_records_leave_early_and_are_counted_as_ever()
    {
        using var c = new Collected(new() { Limits = new() { MaxWaitingRecords = 10 } });
        for (uint i = 0; i < 50; i++) c.Take(1, NetFlow5(i, [Request with { FromPort = (ushort)(2000 + i) }]));
        Assert.Equal(40, c.Records.Count);
        c.Finish();
        Assert.Equal(50, c.Records.Count);
        c.AssertBalance();
    }

    [Fact]
    public void A_lone_probe_is_an_attempt_without_an_answer()
    {
        using var c = new Collected();
        c.Take(1, NetFlow5(0, [Request with { Flags = 2, Packets = 1, Octets = 60 }])).Finish();
        var r = Assert.Single(c.Records);
        Assert.Equal((ConnState.S0, "S", true), (r.State, r.History, r.Unanswered));
    }

    [Fact]
    public void A_lone_answer_of_a_server_is_turned_round()
    {
        using var c = new Collected();
        c.Take(1, NetFlow5(0, [Response])).Finish();
        var r = Assert.Single(c.Records);
        Assert.Equal(("10.0.0.1", 0, 9), (r.Key.Originator.ToString(), r.Total.Originator.Packets, r.Total.Responder.Packets));
    }

    [Fact]
    public void Known_columns_of_the_feature_row_are_filled_and_the_rest_is_unknown()
    {
        using var c = new Collected();
        c.Take(1, NetFlow5(0, [Request, Response])).Finish();
        var r = Assert.Single(c.Records);
        var schema = NetThreat.Flows.Features.FlowFeatures.Schema;
        Assert.Equal(schema.Columns.Count, r.Features!.Length);
        Assert.Equal(5e6, r.Features[schema.IndexOf("duration")]);
        Assert.Equal(10, r.Features[schema.IndexOf("fwd_packets")]);
        Assert.Equal(0.9, r.Features[schema.IndexOf("down_up_ratio")]);
        Assert.True(double.IsNaN(r.Features[schema.IndexOf("fwd_length_max")]));
    }
}
