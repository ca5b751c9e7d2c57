using NetThreat.Core.Bus;

namespace NetThreat.Detection;

/// <summary>How many partitions the topics have that detection reads and writes.</summary>
internal readonly record struct PartitionLayout(int Flows, int Hosts, int Findings)
{
    public static PartitionLayout Of(IBus bus) =>
        new(bus.PartitionCount(Topics.Flows), bus.PartitionCount(Topics.Hosts), bus.PartitionCount(Topics.Findings));
}
