using NetThreat.Core.Net;
using NetThreat.Simulation.Messages;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Profiles;

/// <summary>
/// A given number of flows of many hosts, for measurements: four lookups of two packets for six web connections, sized so that the
/// average flow has about 20 packets.
/// </summary>
/// <param name="Flows">How many flows; the profile ends with the last.</param>
/// <param name="FlowsPerSecond">Mean rate of new flows.</param>
/// <param name="Clients">How many clients take part.</param>
public sealed record LoadProfile(int Flows, double FlowsPerSecond, int Clients) : Profile
{
    private static readonly WebShape Shape = new(4, 1500, 1.2, 200_000);

    internal override IEnumerable<IEnumerable<TimeSpan>> Processes(World world, Xoshiro256 random) => [Arrivals(world, random.Fork())];

    private IEnumerable<TimeSpan> Arrivals(World world, Xoshiro256 random)
    {
        var hosts = Enumerable.Range(0, Clients).Select(Client).ToArray();
        var interval = TimeSpan.FromSeconds(1 / FlowsPerSecond);
        for (int i = 0; i < Flows; i++)
        {
            yield return world.Simulator.Now + random.Exponential(interval);
            var client = random.Pick(hosts);
            var site = random.Pick(world.Network.Sites);
            world.Simulator.Start(random.Chance(0.4) ? Lookup(world, client, site, random.Fork()) : Connection(world, client, site, random.Fork()));
        }
    }

    private static IEnumerable<TimeSpan> Lookup(World world, SimulatedHost client, Site site, Xoshiro256 random)
    {
        ushort id = (ushort)random.Next();
        var answer = DnsMessage.Answer(id, site.Name, DnsMessage.A, [site.Servers[0].V4], 300);
        return world.Ask(client, DnsMessage.Query(id, site.Name, DnsMessage.A), answer, random.Chance(0.6), random);
    }

    private static IEnumerable<TimeSpan> Connection(World world, SimulatedHost client, Site site, Xoshiro256 random)
    {
        var from = Endpoint.V4(client, world.EphemeralPort(client));
        var to = Endpoint.V4(random.Pick(site.Servers), random.Chance(0.92) ? 443 : 80);
        return WebConversation.Run(world, from, to, site.Name, Shape, random);
    }

    private static SimulatedHost Client(int number)
    {
        var address = Address.FromV4(0x0A40_0000u + 256 + (uint)number);
        return new($"client{number}", address, null, MacAddress.Local(1000 + number), TcpStack.Linux, 0, TimeSpan.FromMicroseconds(60));
    }
}
