using System.Buffers.Binary;
using System.Security.Cryptography;
using NetThreat.Core.Packets;
using NetThreat.Simulation;

namespace NetThreat.Tests.Simulation;

public class SimulatedPacketSourceTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_whatever_the_batches()
    {
        string first = Digest(7, 256), second = Digest(7, 1);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Another_seed_gives_other_bytes() => Assert.NotEqual(Digest(7, 256), Digest(8, 256));

    /// <summary>Fails when a seed no longer gives what it gave: results measured on the simulation are then no longer comparable.</summary>
    [Fact]
    public void A_seed_keeps_its_meaning() => Assert.Equal("6d27a5cf76837cd79352eac62bd851ae403e2b6539d8329dce5171d30a7c400f", Digest(7, 256));

    [Fact]
    public void Packets_come_in_order_of_time_within_the_duration()
    {
        var times = Simulated.Frames(Scenarios.Demo(3), 40).Select(f => f.Time).ToList();
        Assert.Equal(times.Order(), times);
        Assert.InRange((times[0] - Simulated.Start).TotalSeconds, 0, 3);
        Assert.InRange((times[^1] - Simulated.Start).TotalSeconds, 39, 39.9999999);
    }

    [Fact]
    public void An_endless_scenario_goes_on()
    {
        using var source = new SimulatedPacketSource(Scenarios.Office(1), Simulated.Start);
        Assert.Equal(60_000, Simulated.Frames(source).Take(60_000).Count());
    }

    [Fact]
    public void The_office_makes_some_hundred_packets_a_second()
    {
        double rate = Simulated.Frames(Scenarios.Office(1), 120).Count / 120.0;
        Assert.InRange(rate, 200, 600);
    }

    [Fact]
    public void A_cancelled_read_returns()
    {
        using var source = new SimulatedPacketSource(Scenarios.Office(1), Simulated.Start);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var batch = new PacketBatch();
        Assert.True(source.Read(batch, cancelled.Token));
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public void The_end_is_reached_once_and_for_all()
    {
        using var source = Simulated.Source(Scenarios.Office(1), 5);
        Assert.True(Simulated.Frames(source).Count() > 100);
        Assert.False(source.Read(new PacketBatch(), CancellationToken.None));
    }

    [Fact]
    public void Load_has_about_twenty_packets_a_flow()
    {
        using var source = new SimulatedPacketSource(Scenarios.Load(1, 4000) with { Attacks = [] }, Simulated.Start);
        Assert.InRange(Simulated.Frames(source).Count() / 4000.0, 18, 22);
    }

    private static string Digest(ulong seed, int batchSize)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var source = Simulated.Source(Scenarios.Demo(seed), 32);
        byte[] time = new byte[8];
        foreach (var frame in Simulated.Frames(source, batchSize))
        {
            BinaryPrimitives.WriteInt64LittleEndian(time, frame.Time.Nanoseconds);
            hash.AppendData(time);
            hash.AppendData(frame.Bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
