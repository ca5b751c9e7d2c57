using System.Globalization;
using NetThreat.Simulation.Engine;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Attacks;

/// <summary>
/// A half-open scan of the ports 1 to <paramref name="Ports"/> of one host in random order: open ports answer and are reset, closed
/// ones reset, filtered ones stay silent and are tried once more after a second.
/// </summary>
/// <param name="Attacker">Who scans.</param>
/// <param name="Victim">Who is scanned.</param>
/// <param name="Ports">How many ports.</param>
/// <param name="ProbesPerSecond">How fast.</param>
/// <param name="OpenPorts">The open ones.</param>
/// <param name="FilteredShare">The share of silent ports among the others.</param>
public sealed record VerticalScan(
    TimeSpan Start, SimulatedHost Attacker, SimulatedHost Victim, int Ports, double ProbesPerSecond, IReadOnlyList<int> OpenPorts, double FilteredShare) : Attack(Start)
{
    internal override IEnumerable<TimeSpan> Run(World world, AttackTally tally, Xoshiro256 random)
    {
        yield return Start;
        var source = Endpoint.V4(Attacker, random.Between(33000, 60000));
        var interval = TimeSpan.FromSeconds(1 / ProbesPerSecond);
        foreach (int port in Probe.Shuffled(Enumerable.Range(1, Ports), random))
        {
            var fate = OpenPorts.Contains(port) ? ProbeFate.Open : random.Chance(FilteredShare) ? ProbeFate.Filtered : ProbeFate.Closed;
            world.Simulator.Start(Probe.Run(world, source, Endpoint.V4(Victim, port), fate, random.Fork()));
            yield return world.Simulator.Now + random.Uniform(interval * 0.5, interval * 1.5);
        }
    }

    internal override AttackDescription Describe(AttackTally tally) => new(
        "port_scan_vertical", "T1046", Attacker.V4.ToString(), Victim.V4.ToString(), "tcp", string.Create(CultureInfo.InvariantCulture, $"1-{Ports}"),
        string.Create(CultureInfo.InvariantCulture, $"SYN scan: 1 source probes {Ports} TCP ports on 1 host"));
}
