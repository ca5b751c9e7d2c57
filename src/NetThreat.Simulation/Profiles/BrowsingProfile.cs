using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Profiles;

/// <summary>People who read the web: a page is a lookup and several parallel connections to the site.</summary>
/// <param name="Clients">Their hosts.</param>
/// <param name="PageInterval">Mean time between two pages of one client.</param>
public sealed record BrowsingProfile(IReadOnlyList<SimulatedHost> Clients, TimeSpan PageInterval) : Profile
{
    internal override IEnumerable<IEnumerable<TimeSpan>> Processes(World world, Xoshiro256 random) =>
        Clients.Select(client => Browse(world, client, random.Fork()));

    private IEnumerable<TimeSpan> Browse(World world, SimulatedHost client, Xoshiro256 random)
    {
        var simulator = world.Simulator;
        yield return simulator.Now + random.Uniform(TimeSpan.Zero, PageInterval / 2);
        while (true)
        {
            var site = Popular(world.Network.Sites, random);
            if (random.Chance(0.8))
                foreach (var t in world.Resolve(client, site, random)) yield return t;
            int connections = random.Between(1, 6);
            for (int i = 0; i < connections; i++)
            {
                var (from, to) = Ends(world, client, site, random);
                simulator.Start(WebConversation.Run(world, from, to, site.Name, WebShape.Browsing, random.Fork()));
                yield return simulator.Now + random.Milliseconds(2, 90);
            }

            yield return simulator.Now + random.Exponential(PageInterval);
        }
    }

    /// <summary>The square of a uniform number: the first tenth of the list gets about a third of the visits.</summary>
    private static Site Popular(IReadOnlyList<Site> sites, Xoshiro256 random)
    {
        double u = random.NextDouble();
        return sites[(int)(u * u * sites.Count)];
    }

    private static (Endpoint From, Endpoint To) Ends(World world, SimulatedHost client, Site site, Xoshiro256 random)
    {
        var server = random.Pick(site.Servers);
        int port = random.Chance(0.92) ? 443 : 80;
        ushort local = world.EphemeralPort(client);
        return client.V6 is { } a && server.V6 is { } b && random.Chance(0.7)
            ? (new(client, a, local), new(server, b, (ushort)port))
            : (new(client, client.V4, local), new(server, server.V4, (ushort)port));
    }
}
