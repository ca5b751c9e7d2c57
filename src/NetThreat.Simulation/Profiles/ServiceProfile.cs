using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Profiles;

/// <summary>Visitors from the outside to a public web server.</summary>
/// <param name="Server">The server.</param>
/// <param name="Name">Its name in the requests.</param>
/// <param name="Port">443 for TLS, another for HTTP.</param>
/// <param name="VisitInterval">Mean time between two visitors.</param>
public sealed record ServiceProfile(SimulatedHost Server, string Name, ushort Port, TimeSpan VisitInterval) : Profile
{
    internal override IEnumerable<IEnumerable<TimeSpan>> Processes(World world, Xoshiro256 random) => [Visits(world, random.Fork())];

    private IEnumerable<TimeSpan> Visits(World world, Xoshiro256 random)
    {
        while (true)
        {
            yield return world.Simulator.Now + random.Exponential(VisitInterval);
            var visitor = OutsideHosts.Any(world.Network.Gateway, random);
            int connections = random.Between(1, 3);
            for (int i = 0; i < connections; i++)
            {
                var from = Endpoint.V4(visitor, random.Between(1024, 65535));
                world.Simulator.Start(WebConversation.Run(world, from, Endpoint.V4(Server, Port), Name, WebShape.Browsing, random.Fork()));
            }
        }
    }
}
