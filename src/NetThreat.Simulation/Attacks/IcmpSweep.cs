using System.Globalization;
using NetThreat.Core.Net;
using NetThreat.Simulation.Engine;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Attacks;

/// <summary>Echo requests to consecutive addresses; one in ten answers.</summary>
/// <param name="Attacker">Who sweeps.</param>
/// <param name="First">The first address.</param>
/// <param name="Count">How many addresses.</param>
/// <param name="ProbesPerSecond">How fast.</param>
public sealed record IcmpSweep(TimeSpan Start, SimulatedHost Attacker, Address First, int Count, double ProbesPerSecond) : Attack(Start)
{
    internal override IEnumerable<TimeSpan> Run(World world, AttackTally tally, Xoshiro256 random)
    {
        yield return Start;
        var interval = TimeSpan.FromSeconds(1 / ProbesPerSecond);
        uint identifier = (uint)random.Next() << 16;
        for (int i = 0; i < Count; i++)
        {
            var target = world.Network.Gateway with { V4 = Address.FromV4(First.ToV4() + (uint)i) };
            world.Simulator.Start(Echo(world, target, identifier | (uint)i & 0xFFFF, random.Chance(0.1), random.Fork()));
            yield return world.Simulator.Now + random.Uniform(interval * 0.5, interval * 1.5);
        }
    }

    internal override AttackDescription Describe(AttackTally tally) => new(
        "icmp_sweep", "T1018", Attacker.V4.ToString(), Probe.AddressList(First, Count), "icmp", "type 8",
        string.Create(CultureInfo.InvariantCulture, $"ping sweep: 1 source sends echo requests to {Count} addresses"));

    private IEnumerable<TimeSpan> Echo(World world, SimulatedHost target, uint rest, bool answers, Xoshiro256 random)
    {
        Endpoint from = Endpoint.V4(Attacker, 0), to = Endpoint.V4(target, 0);
        world.Simulator.Send().Icmp(from, to, 8, 0, rest, []);
        if (!answers) yield break;
        yield return world.Simulator.Now + random.Milliseconds(0.2, 2);
        world.Simulator.Send().Icmp(to, from, 0, 0, rest, []);
    }
}
