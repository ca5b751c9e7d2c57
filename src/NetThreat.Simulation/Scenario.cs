using NetThreat.Simulation.Attacks;
using NetThreat.Simulation.Profiles;

namespace NetThreat.Simulation;

/// <summary>Everything that decides a simulation, down to the last bit.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Seed">The seed of every random choice.</param>
/// <param name="Network">The network.</param>
/// <param name="Profiles">The harmless traffic.</param>
/// <param name="Attacks">The attacks.</param>
/// <param name="Duration">Where the simulation ends; null for endless, or until nothing is left to do.</param>
public sealed record Scenario(
    string Name, ulong Seed, Network Network, IReadOnlyList<Profile> Profiles, IReadOnlyList<Attack> Attacks, TimeSpan? Duration = null);
