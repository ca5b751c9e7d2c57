using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Simulation;

namespace NetThreat.Tests.Simulation;

/// <summary>Runs scenarios for tests.</summary>
internal static class Simulated
{
    public static Timestamp Start { get; } = Timestamp.FromSeconds(1_767_603_600);

    public static SimulatedPacketSource Source(Scenario scenario, double seconds) =>
        new(scenario with { Duration = TimeSpan.FromSeconds(seconds) }, Start);

    public static IEnumerable<Frame> Frames(IPacketSource source, int batchSize = 256)
    {
        var batch = new PacketBatch(batchSize);
        while (source.Read(batch, CancellationToken.None))
            for (int i = 0; i < batch.Count; i++) yield return new(batch.Packets[i].Data.ToArray(), batch.Packets[i].Time);
    }

    public static List<Frame> Frames(Scenario scenario, double seconds)
    {
        using var source = Source(scenario, seconds);
        return [.. Frames(source)];
    }
}
