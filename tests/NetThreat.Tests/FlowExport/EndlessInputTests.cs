using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.FlowExport;
using NetThreat.FlowExport.Outputs;
using NetThreat.Flows;

namespace NetThreat.Tests.FlowExport;

public class EndlessInputTests
{
    [Fact]
    public void Memory_stays_flat_on_endless_input()
    {
        const int Packets = 400_000, Warm = 100_000;
        var output = new MemoryWatch(Warm);
        var summary = new FlowExporter(new EndlessSource(Packets), output, new ExportOptions(new MeterOptions { MaxMemoryBytes = 16 << 20 })).Run(default);
        Assert.Equal(Packets, summary.Flows);
        Assert.Equal(0, summary.Evicted);
        Assert.True(output.Highest - output.Warm < 16 << 20, $"{output.Warm} bytes after {Warm} flows, {output.Highest} later");
    }

    [Fact]
    public void Flows_that_do_not_fit_leave_and_take_their_facts_along()
    {
        var output = new MemoryWatch(1);
        // A hundredth of the distance: 300,000 flows want to be open, which 4 MiB do not hold.
        var flows = new WholeFlows(output.Write);
        using var meter = new FlowMeter(new MeterOptions { MaxMemoryBytes = 4 << 20, UdpIdleTimeout = TimeSpan.FromDays(1) }, new("site", "tap"), flows.Add);
        using var source = new EndlessSource(100_000);
        var batch = new PacketBatch();
        while (source.Read(batch, default)) meter.Process(batch);
        Assert.True(meter.EvictedFlows > 0);
        Assert.True(meter.MemoryBytes <= 4 << 20);
        Assert.True(flows.Waiting <= meter.LiveFlows, $"{flows.Waiting} flows wait, {meter.LiveFlows} are open");
    }

    private sealed class MemoryWatch(int warm) : IFlowOutput
    {
        private long _flows;

        public long Warm { get; private set; }

        public long Highest { get; private set; }

        public void Write(FlowRecord flow, ApplicationFacts? facts)
        {
            _flows++;
            if (_flows == warm) Warm = Highest = GC.GetTotalMemory(true);
            else if (_flows > warm && _flows % 50_000 == 0) Highest = Math.Max(Highest, GC.GetTotalMemory(true));
        }

        public void End()
        {
        }

        public void Dispose()
        {
        }
    }
}
