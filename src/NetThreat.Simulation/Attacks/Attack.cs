using NetThreat.Simulation.Engine;
using NetThreat.Core.Randomness;

namespace NetThreat.Simulation.Attacks;

/// <summary>One attack of a scenario.</summary>
/// <param name="Start">When it begins, after the start of the scenario.</param>
public abstract record Attack(TimeSpan Start)
{
    /// <summary>The process that makes it; started at the beginning of the scenario.</summary>
    internal abstract IEnumerable<TimeSpan> Run(World world, AttackTally tally, Xoshiro256 random);

    /// <summary>What a label says of it.</summary>
    internal abstract AttackDescription Describe(AttackTally tally);
}

/// <summary>The columns of a label that an attack knows of itself.</summary>
internal sealed record AttackDescription(
    string Activity, string Techniques, string Attacker, string Victim, string Protocol, string Ports, string Expected);
