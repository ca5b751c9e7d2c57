using NetThreat.Core.Net;
using NetThreat.Simulation.Messages;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Profiles;

/// <summary>What hosts do by themselves: time, address leases, address resolution, service discovery and reachability checks.</summary>
/// <param name="Hosts">The hosts of the network.</param>
/// <param name="TimeServer">Where they ask for the time.</param>
public sealed record HousekeepingProfile(IReadOnlyList<SimulatedHost> Hosts, SimulatedHost TimeServer) : Profile
{
    private static readonly string[] Services = ["_googlecast._tcp.local", "_ipp._tcp.local", "_airplay._tcp.local", "_services._dns-sd._udp.local"];
    private static readonly Address MulticastDns = Address.FromV4(0xE000_00FB);

    internal override IEnumerable<IEnumerable<TimeSpan>> Processes(World world, Xoshiro256 random) => Hosts.SelectMany(host => new[]
    {
        Repeat(world, TimeSpan.FromSeconds(64), random.Fork(), r => Ntp(world, host, r)),
        Repeat(world, TimeSpan.FromSeconds(1800), random.Fork(), r => Renew(world, host, r)),
        Repeat(world, TimeSpan.FromSeconds(45), random.Fork(), r => ResolveGateway(world, host, r)),
        Repeat(world, TimeSpan.FromSeconds(90), random.Fork(), r => Discover(world, host, r)),
        Repeat(world, TimeSpan.FromSeconds(120), random.Fork(), r => Ping(world, host, r)),
    });

    /// <summary>Repeats with a tenth of jitter, from a random point of the first period on.</summary>
    private static IEnumerable<TimeSpan> Repeat(World world, TimeSpan period, Xoshiro256 random, Func<Xoshiro256, IEnumerable<TimeSpan>> what)
    {
        yield return world.Simulator.Now + random.Uniform(TimeSpan.Zero, period);
        while (true)
        {
            foreach (var t in what(random)) yield return t;
            yield return world.Simulator.Now + random.Uniform(period * 0.9, period * 1.1);
        }
    }

    private IEnumerable<TimeSpan> Ntp(World world, SimulatedHost host, Xoshiro256 random)
    {
        Endpoint from = Endpoint.V4(host, world.EphemeralPort(host)), to = Endpoint.V4(TimeServer, 123);
        world.Simulator.Send().Udp(from, to, SmallMessages.Ntp(false, random));
        yield return world.Simulator.Now + 2 * TimeServer.Distance + random.Milliseconds(0.05, 0.4);
        world.Simulator.Send().Udp(to, from, SmallMessages.Ntp(true, random));
    }

    private static IEnumerable<TimeSpan> Renew(World world, SimulatedHost host, Xoshiro256 random)
    {
        uint transaction = (uint)random.Next();
        var server = world.Network.Gateway;
        Endpoint from = Endpoint.V4(host, 68), to = Endpoint.V4(server, 67);
        world.Simulator.Send().Udp(from, to, SmallMessages.Dhcp(false, transaction, host, server));
        yield return world.Simulator.Now + random.Milliseconds(0.4, 3);
        world.Simulator.Send().Udp(to, from, SmallMessages.Dhcp(true, transaction, host, server));
    }

    private static IEnumerable<TimeSpan> ResolveGateway(World world, SimulatedHost host, Xoshiro256 random)
    {
        world.Simulator.Send().Arp(host, world.Network.Gateway, reply: false);
        yield return world.Simulator.Now + random.Milliseconds(0.1, 0.4);
        world.Simulator.Send().Arp(world.Network.Gateway, host, reply: true);
    }

    private static IEnumerable<TimeSpan> Discover(World world, SimulatedHost host, Xoshiro256 random)
    {
        Endpoint from = Endpoint.V4(host, 5353), to = new(host, MulticastDns, 5353);
        world.Simulator.Send().Udp(from, to, DnsMessage.MulticastQuestion(random.Pick(Services)));
        yield break;
    }

    private static IEnumerable<TimeSpan> Ping(World world, SimulatedHost host, Xoshiro256 random)
    {
        Endpoint from = Endpoint.V4(host, 0), to = Endpoint.V4(world.Network.Gateway, 0);
        uint identifier = (uint)random.Next() << 16;
        for (uint i = 1; i <= 4; i++)
        {
            byte[] data = [.. Enumerable.Range(0, 56).Select(b => (byte)b)];
            var next = world.Simulator.Now + TimeSpan.FromSeconds(1);
            world.Simulator.Send().Icmp(from, to, 8, 0, identifier | i, data);
            yield return world.Simulator.Now + random.Milliseconds(0.2, 0.8);
            world.Simulator.Send().Icmp(to, from, 0, 0, identifier | i, data);
            yield return next;
        }
    }
}
