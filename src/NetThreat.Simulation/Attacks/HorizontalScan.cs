using System.Globalization;
using NetThreat.Core.Net;
using NetThreat.Simulation.Engine;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Attacks;

/// <summary>A half-open scan of one port over consecutive addresses; one in ten is a host that resets, the others are silent.</summary>
/// <param name="Attacker">Who scans.</param>
/// <param name="First">The first address scanned.</param>
/// <param name="Count">How many addresses.</param>
/// <param name="Port">The port.</param>
/// <param name="ProbesPerSecond">How fast.</param>
public sealed record HorizontalScan(TimeSpan Start, SimulatedHost Attacker, Address First, int Count, ushort Port, double ProbesPerSecond) : Attack(Start)
{
    internal override IEnumerable<TimeSpan> Run(World world, AttackTally tally, Xoshiro256 random)
    {
        yield return Start;
        var interval = TimeSpan.FromSeconds(1 / ProbesPerSecond);
        foreach (int i in Probe.Shuffled(Enumerable.Range(0, Count), random))
        {
            var target = world.Network.Gateway with { V4 = Address.FromV4(First.ToV4() + (uint)i) };
            var source = Endpoint.V4(Attacker, random.Between(33000, 60000));
            var fate = random.Chance(0.1) ? ProbeFate.Closed : ProbeFate.Filtered;
            world.Simulator.Start(Probe.Run(world, source, Endpoint.V4(target, Port), fate, random.Fork()));
            yield return world.Simulator.Now + random.Uniform(interval * 0.5, interval * 1.5);
        }
    }

    internal override AttackDescription Describe(AttackTally tally) => new(
        "port_scan_horizontal", "T1046", Attacker.V4.ToString(), Probe.AddressList(First, Count), "tcp", Port.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"SYN scan: 1 source probes port {Port} on {Count} addresses"));
}
