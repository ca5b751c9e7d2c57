using NetThreat.Core.Flows;
using NetThreat.FlowExport;
using NetThreat.FlowExport.Outputs;
using NetThreat.Flows;
using NetThreat.Flows.Records;

namespace NetThreat.Tests.FlowExport;

/// <summary>Measures the whole process's memory: it runs when no other test does.</summary>
[CollectionDefinition(nameof(EndlessInputTests), DisableParallelization = true)]
[Collection(nameof(EndlessInputTests))]
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
    public void Flows_that_do_not_fit_leave_early_and_are_counted()
    {
        const int Packets = 100_000;
        var options = new MeterOptions { MaxMemoryBytes = 4 << 20, UdpIdleTimeout = TimeSpan.FromDays(1) };
        using var source = new EndlessSource(Packets);
        var summary = new FlowExporter(source, new MemoryWatch(1), new ExportOptions(options)).Run(default);
        Assert.Equal(Packets, summary.Flows);
        Assert.True(summary.Evicted > Packets / 2, $"{summary.Evicted} flows evicted");
    }

    private sealed class MemoryWatch(int warm) : IFlowOutput
    {
        private long _flows;

        public long Warm { get; private set; }

        public long Highest { get; private set; }

        public void Write(FlowRecord flow, ApplicationFacts? facts) => Count();

        public void Write(FlowRow flow) => Count();

        private void Count()
        {
            _flows++;
            if (_flows == warm) Warm = Highest = GC.GetTotalMemory(true);
            else if (_flows > warm && _flows % 50_000 == 0) Highest = Math.Max(Highest, GC.GetTotalMemory(true));
        }

        public void Flush()
        {
        }

        public void End()
        {
        }

        public void Dispose()
        {
        }
    }
}
