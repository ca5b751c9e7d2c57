using NetThreat.Core.Streams;
using NetThreat.Flows;
using NetThreat.Flows.Features;
using NetThreat.Flows.Table;

namespace NetThreat.Tests.Flows;

public class MeterAllocationTests
{
    /// <summary>Rows of flows in the basic profile: once the table has its size, packets and ends of flows allocate nothing.</summary>
    [Fact]
    public void Metering_allocates_nothing_per_packet_or_flow()
    {
        long rows = 0;
        using var meter = FlowMeter.OfRows(new MeterOptions { Profile = MeterProfile.Basic, Segments = false }, new Vantage("s", "o"), _ => rows++);
        Traffic(0).Play(256, meter.Process);
        Traffic(1000).Play(256, meter.Process);
        var traffic = Traffic(2000);
        long before = 0, after = 0;
        traffic.Play(traffic.Count, batch =>
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            meter.Process(batch);
            after = GC.GetAllocatedBytesForCurrentThread();
        });
        Assert.True(rows > 12_000);
        Assert.Equal(0, after - before);
    }

    /// <summary>A million flows in the basic profile are promised to fit into 800 MB, and with everything into 1.5 GB.</summary>
    [Fact]
    public unsafe void Slots_keep_their_size()
    {
        Assert.InRange(sizeof(FlowSlot), 1, 640);
        Assert.InRange(sizeof(FlowSlot) + sizeof(ExtendedState), 1, 1280);
    }

    private static TestTraffic Traffic(double from)
    {
        var t = new TestTraffic();
        for (uint i = 0; i < 4000; i++)
        {
            double at = from + i * 0.1;
            t.Tcp(at, 10 + i, 5000, 1, 80, 2, 1).Tcp(at, 1, 80, 10 + i, 5000, 0x12, 9, 2).Tcp(at + 0.01, 10 + i, 5000, 1, 80, 0x18, 2, 10, 100);
            t.Udp(at + 0.02, 10 + i, 5000, 1, 6000).Tcp(at + 0.03, 10 + i, 5000, 1, 80, 4, 102, 10);
        }

        return t;
    }
}
