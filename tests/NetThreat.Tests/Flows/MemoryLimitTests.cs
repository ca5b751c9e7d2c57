using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Flows;

namespace NetThreat.Tests.Flows;

public class MemoryLimitTests
{
    [Fact]
    public void A_flood_of_tuples_stays_within_the_limit_and_spares_conversations()
    {
        const int Flood = 60_000;
        var options = new MeterOptions { MaxMemoryBytes = 8 << 20 };
        var t = new TestTraffic();
        for (uint i = 0; i < 100; i++) t.Udp(0, 10 + i, 5000, 1, 6000).Udp(0, 1, 6000, 10 + i, 5000);
        for (uint i = 0; i < Flood; i++) t.Tcp(0.001 + i * 1e-6, 0x14000000 + i, 4000, 1, 80, 2, i);
        var records = new List<FlowRecord>();
        using var meter = new FlowMeter(options, new Vantage("s", "o"), records.Add);
        t.Play(256, batch =>
        {
            meter.Process(batch);
            Assert.InRange(meter.MemoryBytes, 1, options.MaxMemoryBytes);
        });
        Assert.True(meter.EvictedFlows > Flood / 2);
        meter.Finish();
        Assert.Equal(meter.EvictedFlows, records.Count(r => r.EndReason == FlowEnd.Evicted));
        Assert.Equal(t.Count, records.Sum(r => r.Delta.Packets));
        Assert.DoesNotContain(records, r => r.EndReason == FlowEnd.Evicted && r.Total.Packets > 1);
    }

    [Fact]
    public void Unusable_options_are_all_named()
    {
        var faults = new MeterOptions { MaxMemoryBytes = 1, CloseDelay = TimeSpan.Zero }.Validate();
        Assert.Equal(2, faults.Count);
        Assert.Contains(faults, f => f.Contains("MaxMemoryBytes", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("CloseDelay", StringComparison.Ordinal));
        Assert.Empty(new MeterOptions().Validate());
    }
}
