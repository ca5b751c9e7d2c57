using NetThreat.Core.Net;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Attacks;
using NetThreat.Simulation.Profiles;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation;

/// <summary>
/// Offices that differ from seed to seed in size, systems, distances and habits, and in the attacks on them: what is to be learned from
/// simulated traffic has to hold in all of them.
/// </summary>
internal static class VariedOffice
{
    /// <summary>Distance between the beginnings of two attacks.</summary>
    private static readonly TimeSpan AttackPause = TimeSpan.FromSeconds(75);

    public static Scenario Benign(ulong seed)
    {
        var random = new Xoshiro256(seed);
        var gateway = Host(random, "gateway", 1);
        var resolver = Host(random, "resolver", 53);
        var servers = (Web: Host(random, "web", 10), Files: Host(random, "files", 11));
        SimulatedHost[] desks = [.. Enumerable.Range(0, random.Between(4, 24)).Select(i => Host(random, $"desk{i}", 100 + i))];
        var network = new Network(gateway, resolver, Sites(random, gateway));
        return new("varied", seed, network, [.. Profiles(random, network, desks, servers.Web, servers.Files)], []);
    }

    /// <summary>The same with a dozen attacks, one after another.</summary>
    public static Scenario Attacked(ulong seed)
    {
        var benign = Benign(seed);
        // A stream of its own: the harmless traffic is that of the seed with or without attacks.
        var random = new Xoshiro256(Xoshiro256.WordAt(seed, 1));
        var attacks = new List<Attack>();
        for (var start = TimeSpan.FromSeconds(20); attacks.Count < 12; start += AttackPause) attacks.Add(Attack(random, benign.Network, attacks.Count % 4, start));
        return benign with { Name = "varied-attacks", Attacks = attacks };
    }

    private static IEnumerable<Profile> Profiles(Xoshiro256 random, Network network, SimulatedHost[] desks, SimulatedHost web, SimulatedHost files)
    {
        yield return new BrowsingProfile(desks, random.Uniform(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(40)));
        yield return new LookupProfile(desks, random.Uniform(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)), "office.example");
        yield return new ShellProfile([.. desks.Take(random.Between(1, 4))], files, random.Uniform(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(120)));
        yield return new ServiceProfile(web, "www.office.example", (ushort)(random.Chance(0.7) ? 443 : 80), random.Uniform(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8)));
        yield return new HousekeepingProfile([.. desks, web, files, network.Resolver], network.Sites[0].Servers[0]);
    }

    private static Attack Attack(Xoshiro256 random, Network network, int kind, TimeSpan start)
    {
        var attacker = random.Chance(0.5) ? Outside(random, network.Gateway, "attacker", Address.FromV4(0xCB00_7100 + (uint)random.Between(1, 254))) : Host(random, "attacker", random.Between(200, 250));
        var victim = Host(random, "victim", random.Between(10, 60));
        var first = Address.Parse("10.20.0.1");
        double speed = 10 * PortableMath.Exp(random.NextDouble() * PortableMath.Log(40));
        return kind switch
        {
            0 => new VerticalScan(start, attacker, victim, random.Between(200, 1500), speed, [22, 80, 443, 445, 3389], random.NextDouble() * 0.8),
            1 => new SynFlood(start, victim, (ushort)(random.Chance(0.5) ? 443 : 80), random.Between(50, 400), TimeSpan.FromSeconds(random.Between(4, 10)), random.Between(32, 512)),
            2 => new HorizontalScan(start, attacker, first, 254, random.Pick<ushort>([22, 23, 80, 135, 139, 443, 445, 1433, 3306, 3389, 5900, 8080]), speed),
            _ => new IcmpSweep(start, attacker, first, 254, speed),
        };
    }

    private static IReadOnlyList<Site> Sites(Xoshiro256 random, SimulatedHost gateway) =>
    [
        .. Enumerable.Range(0, random.Between(10, 60)).Select(i => new Site(
            $"www.site{i}.example",
            [.. Enumerable.Range(0, random.Between(1, 4)).Select(k => Outside(random, gateway, $"site{i}", Address.FromV4(0xC633_6400 + (uint)(4 * i + k) % 250 + 1)))])),
    ];

    private static SimulatedHost Outside(Xoshiro256 random, SimulatedHost gateway, string name, Address address) =>
        new(name, address, null, gateway.Mac, Stack(random), random.Between(5, 22), TimeSpan.FromMilliseconds(random.LogNormal(14, 0.9)));

    private static SimulatedHost Host(Xoshiro256 random, string name, int number) => new(
        name, Address.FromV4(0x0A14_0000 + (uint)number), new Address(0x2001_0DB8_0020_0000, (uint)number), MacAddress.Local(number), Stack(random), 0,
        TimeSpan.FromMicroseconds(random.LogNormal(90, 0.7)));

    private static TcpStack Stack(Xoshiro256 random) => random.Pick<TcpStack>(
        [TcpStack.Linux, TcpStack.Windows, TcpStack.Linux with { Window = 29200 }, TcpStack.Linux with { Window = 65535, WindowScale = 6 }, TcpStack.Windows with { Window = 8192 }]);
}
