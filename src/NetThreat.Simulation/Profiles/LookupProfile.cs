using NetThreat.Simulation.Messages;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Profiles;

/// <summary>Name lookups that no connection follows: prefetching, reverse lookups, and bursts of names that do not exist.</summary>
/// <param name="Clients">The hosts that ask.</param>
/// <param name="Interval">Mean time between two lookups of one client.</param>
/// <param name="SearchDomain">The domain that a client tries names in first.</param>
public sealed record LookupProfile(IReadOnlyList<SimulatedHost> Clients, TimeSpan Interval, string SearchDomain) : Profile
{
    internal override IEnumerable<IEnumerable<TimeSpan>> Processes(World world, Xoshiro256 random) =>
        Clients.Select(client => Lookups(world, client, random.Fork()));

    private IEnumerable<TimeSpan> Lookups(World world, SimulatedHost client, Xoshiro256 random)
    {
        while (true)
        {
            yield return world.Simulator.Now + random.Exponential(Interval);
            double kind = random.NextDouble();
            var lookup = kind < 0.12 ? Missing(world, client, random) : kind < 0.3 ? Reverse(world, client, random) : Prefetch(world, client, random);
            foreach (var t in lookup) yield return t;
        }
    }

    private static IEnumerable<TimeSpan> Prefetch(World world, SimulatedHost client, Xoshiro256 random) =>
        world.Resolve(client, random.Pick(world.Network.Sites), random);

    private static IEnumerable<TimeSpan> Reverse(World world, SimulatedHost client, Xoshiro256 random)
    {
        var site = random.Pick(world.Network.Sites);
        string name = DnsMessage.ReverseName(site.Servers[0].V4);
        ushort id = (ushort)random.Next();
        return world.Ask(client, DnsMessage.Query(id, name, DnsMessage.Ptr), DnsMessage.PointerAnswer(id, name, site.Name, 3600), false, random);
    }

    private IEnumerable<TimeSpan> Missing(World world, SimulatedHost client, Xoshiro256 random)
    {
        int count = random.Between(2, 6);
        for (int i = 0; i < count; i++)
        {
            string label = new([.. Enumerable.Range(0, random.Between(5, 10)).Select(_ => (char)('a' + random.Next(26)))]);
            string name = random.Chance(0.5) ? $"{label}.{SearchDomain}" : $"{label}.local-printers.{SearchDomain}";
            ushort id = (ushort)random.Next();
            var answer = DnsMessage.Negative(id, name, DnsMessage.A, DnsMessage.NxDomain);
            foreach (var t in world.Ask(client, DnsMessage.Query(id, name, DnsMessage.A), answer, false, random)) yield return t;
        }
    }
}
