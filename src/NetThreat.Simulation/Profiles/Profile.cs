using NetThreat.Core.Randomness;

namespace NetThreat.Simulation.Profiles;

/// <summary>A kind of harmless traffic and who makes how much of it.</summary>
public abstract record Profile
{
    /// <summary>The processes that make the traffic, each to be started at the beginning with a generator of its own.</summary>
    internal abstract IEnumerable<IEnumerable<TimeSpan>> Processes(World world, Xoshiro256 random);
}
