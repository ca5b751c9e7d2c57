using NetThreat.Core.Net;
using NetThreat.Simulation.Attacks;
using NetThreat.Simulation.Profiles;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation;

/// <summary>The scenarios by name.</summary>
public static class Scenarios
{
    private static readonly string[] SiteNames =
    [
        "news", "mail", "video", "search", "maps", "weather", "shop", "docs", "cloud", "music", "photos", "forum", "wiki", "code", "cdn", "fonts", "ads",
        "metrics", "bank", "travel", "social", "chat", "games", "health", "jobs", "books", "sports", "radio", "learn", "art",
    ];

    /// <summary>The scenarios of <see cref="ByName"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["demo", "office", "attacks", "varied", "varied-attacks"];

    /// <summary>The scenario, or null where no such name exists.</summary>
    public static Scenario? ByName(string name, ulong seed) => name switch
    {
        "demo" => Demo(seed),
        "office" => Office(seed),
        "attacks" => Attacked(seed),
        "varied" => Varied(seed),
        "varied-attacks" => VariedAttacks(seed),
        _ => null,
    };

    /// <summary>An office of twelve hosts, without end and without an attack.</summary>
    public static Scenario Office(ulong seed) => new("office", seed, OfficeNetwork, OfficeProfiles(), []);

    /// <summary>The office, a scan of its file server from 8 s on and a flood of its web server from 30 s to 42 s; the office goes on without end.</summary>
    public static Scenario Demo(ulong seed) => Office(seed) with { Name = "demo", Attacks = [Scan(TimeSpan.FromSeconds(8)), Flood(TimeSpan.FromSeconds(30))] };

    /// <summary>The office with one attack of every kind.</summary>
    public static Scenario Attacked(ulong seed) => Office(seed) with
    {
        Name = "attacks",
        Attacks =
        [
            Scan(TimeSpan.FromSeconds(60)),
            Flood(TimeSpan.FromSeconds(180)),
            new HorizontalScan(TimeSpan.FromSeconds(300), Outsider(77), Address.Parse("10.20.0.1"), 254, 445, 60),
            new IcmpSweep(TimeSpan.FromSeconds(420), Outsider(78), Address.Parse("10.20.0.1"), 254, 60),
        ],
    };

    /// <summary>An office whose size, systems, distances and habits are the seed's, without end and without an attack.</summary>
    public static Scenario Varied(ulong seed) => VariedOffice.Benign(seed);

    /// <summary>The same with scans, floods and sweeps of many speeds and sizes, one every 75 s for 15 minutes.</summary>
    public static Scenario VariedAttacks(ulong seed) => VariedOffice.Attacked(seed);

    /// <summary>Measurement traffic: flows of about 20 packets on average between thousands of hosts, one small scan and one small flood in it.</summary>
    public static Scenario Load(ulong seed, int flows) => new(
        "load", seed, OfficeNetwork, [new LoadProfile(flows, FlowsPerSecond: 2000, Clients: 4000)],
        [Scan(TimeSpan.FromSeconds(1)), new SynFlood(TimeSpan.FromSeconds(2), WebServer, 443, 500, TimeSpan.FromSeconds(2))]);

    private static SimulatedHost Gateway { get; } = Local("gateway", 1, TcpStack.Linux);

    private static SimulatedHost Resolver { get; } = Local("resolver", 53, TcpStack.Linux);

    private static SimulatedHost WebServer { get; } = Local("web", 10, TcpStack.Linux);

    private static SimulatedHost FileServer { get; } = Local("files", 11, TcpStack.Linux);

    private static IReadOnlyList<SimulatedHost> Workstations { get; } =
        [.. Enumerable.Range(101, 9).Select(n => Local($"desk{n}", n, n % 3 == 0 ? TcpStack.Linux : TcpStack.Windows))];

    private static Network OfficeNetwork { get; } = new(Gateway, Resolver, Sites());

    private static VerticalScan Scan(TimeSpan start) => new(start, Outsider(66), FileServer, 1024, 250, [22, 80, 443, 445], 0.2);

    private static SynFlood Flood(TimeSpan start) => new(start, WebServer, 443, 1500, TimeSpan.FromSeconds(12));

    private static Profile[] OfficeProfiles() =>
    [
        new BrowsingProfile(Workstations, TimeSpan.FromSeconds(6)),
        new LookupProfile(Workstations, TimeSpan.FromSeconds(12), "office.example"),
        new ShellProfile([Workstations[2], Workstations[5]], FileServer, TimeSpan.FromSeconds(40)),
        new ServiceProfile(WebServer, "www.office.example", 443, TimeSpan.FromSeconds(2)),
        new HousekeepingProfile([.. Workstations, WebServer, FileServer, Resolver], Outside("time", 123, 11)),
    ];

    /// <summary>Addresses of the documentation blocks 192.0.2.0/24, 198.51.100.0/24 and 2001:db8::/32 (RFC 5737, RFC 3849).</summary>
    private static Site[] Sites() =>
    [
        .. SiteNames.Select((name, i) => new Site(
            $"www.{name}.example", [.. Enumerable.Range(0, 1 + i % 3).Select(k => Outside(name, (uint)(4 * i + k + 1), 3 + 7 * i % 50))])),
    ];

    private static SimulatedHost Outside(string name, uint number, int milliseconds)
    {
        Address? v6 = number % 2 == 0 ? new Address(0x2001_0DB8_00AA_0000, number) : null;
        return new(name, Address.FromV4(0xC633_6400 + number), v6, Gateway.Mac, TcpStack.Linux, 8 + (int)number % 9, TimeSpan.FromMilliseconds(milliseconds));
    }

    /// <summary>An attacker of the documentation block 203.0.113.0/24.</summary>
    private static SimulatedHost Outsider(uint number) =>
        new("attacker", Address.FromV4(0xCB00_7100 + number), null, Gateway.Mac, TcpStack.Linux, 11, TimeSpan.FromMilliseconds(18));

    private static SimulatedHost Local(string name, int number, TcpStack stack) => new(
        name, Address.FromV4(0x0A14_0000 + (uint)number), new Address(0x2001_0DB8_0020_0000, (uint)number), MacAddress.Local(number), stack, 0,
        TimeSpan.FromMicroseconds(40 + number % 7 * 15));
}
