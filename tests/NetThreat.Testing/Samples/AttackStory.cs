using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Net;
using NetThreat.Core.Stores;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Testing.Samples;

/// <summary>A believable afternoon: a port scan, a network scan, a ping sweep and a SYN flood with their flows. The same at every call.</summary>
public static class AttackStory
{
    public static readonly Timestamp Start = Timestamp.FromSeconds(1_795_180_000);

    private static readonly Address s_scanner = Address.Parse("203.0.113.66"), s_server = Address.Parse("10.20.0.15");

    public static Incident PortScan(int revision = 1) => Build(1, revision, "Port scan from 203.0.113.66 against 10.20.0.15", 0.83, EntityRole.Attacker, s_scanner,
        Peers([s_scanner]), Peers([s_server]), ["T1046"], Start + TimeSpan.FromMinutes(2),
        [
            Find(11, "port-scan-vertical", ["T1046"], TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(41), 0.97, 0.7,
                "203.0.113.66 tried 1,000 ports of 10.20.0.15 in 41 s; 996 gave no service and 4 answered.",
                new("failed_ports_on_one_target", 996, "count", 20), new("answered_ports_on_that_target", 4, "count", double.NaN),
                new("failed_share", 0.996, "ratio", 0.7), new("duration", 41, "seconds", double.NaN)),
            Find(12, "port-scan-vertical", ["T1046"], TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(18), 0.91, 0.5,
                "203.0.113.66 came back to 10.20.0.15 and tried 212 ports in 18 s; 209 gave no service.",
                new("failed_ports_on_one_target", 209, "count", 20), new("failed_share", 0.986, "ratio", 0.7), new("duration", 18, "seconds", double.NaN)),
        ]);

    public static Incident SynFlood() => Build(2, 1, "SYN flood from about 48,211 hosts against 10.20.0.80", 0.95, EntityRole.Victim, Address.Parse("10.20.0.80"),
        new(Sequence("198.18.4.7", 32), 48_211, true), Peers([Address.Parse("10.20.0.80")]), ["T1499.001"], Start + TimeSpan.FromMinutes(9),
        [
            Find(21, "syn-flood", ["T1499.001"], TimeSpan.FromMinutes(9), TimeSpan.FromSeconds(73), 0.99, 0.96,
                "10.20.0.80 port 443 received 1,204,880 connection attempts in 73 s, 99.4 % of them never completed, from about 48,211 addresses.",
                new("incomplete_attempts", 1_204_880, "count", double.NaN), new("peak_incomplete_attempts", 21_340, "per_second", 200),
                new("incomplete_share", 0.994, "ratio", 0.8), new("initiators", 48_211, "count", double.NaN)),
        ]);

    public static Incident NetworkScan() => Build(3, 1, "Network scan from 10.20.3.44 against 10.20.0.1 and 253 more", 0.64, EntityRole.Attacker, Address.Parse("10.20.3.44"),
        Peers([Address.Parse("10.20.3.44")]), new(Sequence("10.20.0.1", 32), 254, false), ["T1046"], Start + TimeSpan.FromMinutes(5),
        [
            Find(31, "port-scan-horizontal", ["T1046"], TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(12), 0.9, 0.6, "10.20.3.44 asked 254 hosts for port 445 in 12 s; 239 gave no service.",
                new("failed_targets_on_one_port", 239, "count", 25), new("failed_share", 0.941, "ratio", 0.7), new("ports", 1, "count", double.NaN)),
        ]);

    public static Incident PingSweep() => Build(4, 1, "Ping sweep from 10.20.3.44 against 10.20.7.1 and 63 more", 0.31, EntityRole.Attacker, Address.Parse("10.20.3.44"),
        Peers([Address.Parse("10.20.3.44")]), new(Sequence("10.20.7.1", 32), 64, false), ["T1018"], Start + TimeSpan.FromMinutes(1),
        [
            Find(41, "icmp-sweep", ["T1018"], TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(3), 0.8, 0.38, "10.20.3.44 sent echo requests to 64 hosts in 3 s; 51 were silent.",
                new("echo_targets", 64, "count", 32), new("silent_targets", 51, "count", double.NaN), new("silent_share", 0.797, "ratio", 0.5)),
        ]);

    public static IReadOnlyList<Incident> All => [PortScan(), SynFlood(), NetworkScan(), PingSweep()];

    /// <summary>The flows that the findings of <see cref="PortScan"/> name.</summary>
    public static IReadOnlyList<StoredFlow> Flows =>
        [.. PortScan().Findings.SelectMany(f => f.Flows.Select((id, i) => Flow(id, f.First + TimeSpan.FromMilliseconds(41 * i), (ushort)(i == 3 ? 22 : 20 + i * 7), i == 3)))];

    /// <summary>What a sensor says after so many seconds of steady traffic.</summary>
    public static SensorReport Report(DateTimeOffset wallTime, int second, string health = "") => new()
    {
        Site = "office",
        Stream = new("edge-1", "2026-11-20T14-00"),
        Version = "0.1.0",
        Source = "eth0",
        WallTime = wallTime,
        EventTime = Start + TimeSpan.FromSeconds(second),
        Packets = 18_400L * second + (long)(9_000 * Math.Sin(second / 9.0)),
        Bytes = 11_900_000L * second + (long)(4_000_000 * Math.Sin(second / 9.0)),
        Flows = 310L * second,
        Records = 420L * second,
        LiveFlows = 5_214,
        Health = health,
        Ledger =
        [
            new("capture", "packets", "edge-1/2026-11-20T14-00", Start, 18_400L * second, 18_399L * second, 0, [new("kernel_drop", second)], second),
            new("meter", "packets", "edge-1/2026-11-20T14-00", Start, 18_399L * second, 18_390L * second, 0,
                [new("not_ip", 8L * second), new("truncated_ip_header", second)], second),
            new("publish", "records", "edge-1/2026-11-20T14-00", Start, 420L * second, 420L * second - 12, 12, [], second),
        ],
    };

    private static Incident Build(int id, int revision, string title, double risk, EntityRole role, Address key, Peers attackers, Peers victims, IReadOnlyList<string> techniques,
        Timestamp opened, IReadOnlyList<Finding> findings) => new()
        {
            Id = new(0x1DC1_DE17_0000_0000, (ulong)id),
            Revision = revision,
            Site = "office",
            KeyEntity = Entity.Host(key),
            KeyRole = role,
            Attackers = attackers,
            Victims = victims,
            Techniques = techniques,
            Title = title,
            Risk = risk,
            First = findings.Min(f => f.First),
            Last = findings.Max(f => f.Last),
            Opened = opened,
            Updated = findings.Max(f => f.Time) + TimeSpan.FromSeconds(revision),
            Findings = findings,
            FindingCount = findings.Count,
        };

    private static Finding Find(int id, string detector, IReadOnlyList<string> techniques, TimeSpan after, TimeSpan length, double confidence, double severity, string summary,
        params EvidenceNumber[] evidence) => new()
        {
            Id = new(0xF1D1_0000_0000_0000, (ulong)id),
            Revision = 1,
            Site = "office",
            Detector = detector,
            Entity = Entity.Host(s_scanner),
            Role = EntityRole.Attacker,
            Peers = Peers([s_server]),
            WindowStart = Start + after,
            First = Start + after,
            Last = Start + after + length,
            Time = Start + after + length,
            Confidence = confidence,
            Severity = severity,
            Techniques = techniques,
            Summary = summary,
            Evidence = evidence,
            Flows = [.. Enumerable.Range(0, 6).Select(i => new Id128(0xF10A_0000_0000_0000, (ulong)(id * 100 + i)))],
        };

    private static StoredFlow Flow(Id128 id, Timestamp start, ushort port, bool open)
    {
        var counters = open ? new FlowCounters(new(3, 164, 0), new(2, 112, 21)) : new FlowCounters(new(1, 60, 0), new(port % 2, port % 2 * 40, 0));
        return new(new("office", "edge"), new("edge-1", "2026-11-20T14-00"), new()
        {
            Id = id,
            Key = new(s_scanner, s_server, (ushort)(41_000 + port), port, IpProtocol.Tcp),
            Segment = 0,
            Final = true,
            EndReason = open ? FlowEnd.Closed : FlowEnd.Idle,
            Start = start,
            End = start + TimeSpan.FromMilliseconds(30),
            Time = start + TimeSpan.FromSeconds(1),
            Delta = counters,
            Total = counters,
            State = open ? ConnState.RSTO : port % 2 == 1 ? ConnState.REJ : ConnState.S0,
            History = open ? "ShAdR" : port % 2 == 1 ? "Sr" : "S",
            Application = open ? new() { Service = "ssh", SshServer = "SSH-2.0-OpenSSH_9.6" } : null,
        });
    }

    private static Peers Peers(IReadOnlyList<Address> addresses) => new(addresses, addresses.Count, false);

    private static List<Address> Sequence(string first, int count)
    {
        uint start = Address.Parse(first).ToV4();
        return [.. Enumerable.Range(0, count).Select(i => Address.FromV4(start + (uint)i))];
    }
}
