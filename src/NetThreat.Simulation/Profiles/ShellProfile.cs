using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Profiles;

/// <summary>Interactive SSH sessions to a server, one at a time per client.</summary>
/// <param name="Clients">Who logs in.</param>
/// <param name="Server">Where.</param>
/// <param name="Interval">Mean pause between two sessions of one client.</param>
public sealed record ShellProfile(IReadOnlyList<SimulatedHost> Clients, SimulatedHost Server, TimeSpan Interval) : Profile
{
    internal override IEnumerable<IEnumerable<TimeSpan>> Processes(World world, Xoshiro256 random) =>
        Clients.Select(client => Sessions(world, client, random.Fork()));

    private IEnumerable<TimeSpan> Sessions(World world, SimulatedHost client, Xoshiro256 random)
    {
        while (true)
        {
            yield return world.Simulator.Now + random.Exponential(Interval);
            var from = Endpoint.V4(client, world.EphemeralPort(client));
            foreach (var t in SshConversation.Run(world, from, Endpoint.V4(Server, 22), random)) yield return t;
        }
    }
}
