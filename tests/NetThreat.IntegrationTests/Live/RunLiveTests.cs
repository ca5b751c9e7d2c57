using NetThreat.Core.Stores;
using NetThreat.IntegrationTests.CommandLine;
using NetThreat.IntegrationTests.Running;
using NetThreat.Storage.Sqlite;
using NetThreat.Testing.Network;

namespace NetThreat.IntegrationTests.Live;

/// <summary><c>netthreat run -i</c> as people start it.</summary>
public sealed class RunLiveTests : IDisposable
{
    private const ulong NetRaw = 1 << 13;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [LiveFact]
    public async Task A_scan_on_the_wire_becomes_an_incident_and_every_packet_is_accounted_for()
    {
        using var network = NetworkNamespace.Create();
        string capture = ReplayCapture.Simulated(_scratch.Path, 40_000), data = Path.Combine(_scratch.Path, "data");
        await using (var system = await RunningSystem.StartInAsync(
            network.Name, "run", "-i", NetworkNamespace.Tap, "--role", "sensor,detector,correlator", "--set", $"Data:Folder={data}"))
        {
            Assert.All(system.Threads(), t => Assert.Equal((NetRaw, NetRaw, NetRaw), (t["CapPrm"], t["CapEff"], t["CapBnd"])));
            Assert.All(system.Threads(), t => Assert.Equal(1UL, t["NoNewPrivs"]));
            network.Replay(capture);
            Assert.Equal(0, await system.InterruptAsync());
        }

        long received = network.Received();
        await using var stores = await SqliteStores.OpenAsync(new SqliteOptions { DataFolder = data }, TimeProvider.System);
        var rows = await stores.Ledger.QueryAsync(new LedgerQuery { Limit = 1000 }, default);
        var last = rows.GroupBy(r => (r.Stage, r.Stream)).Select(g => g.MaxBy(r => r.Minute)!).ToList();
        Assert.All(last, r => Assert.Equal(0, r.Unaccounted));
        Assert.All(last.Where(r => r.Stage is "capture" or "meter" or "publish"), r => Assert.Equal(0, r.Held));
        Assert.Equal((40_000, received), (received, Assert.Single(last, r => r.Stage == "capture").In));
        var incidents = await stores.IncidentReader.QueryAsync(new IncidentQuery(), default);
        Assert.NotEmpty(incidents.Rows);
    }

    [LiveFact]
    public async Task Flows_of_an_interface_are_written_with_every_packet_at_the_end()
    {
        using var network = NetworkNamespace.Create();
        string capture = ReplayCapture.Simulated(_scratch.Path, 20_000), output = Path.Combine(_scratch.Path, "live.json"), file = Path.Combine(_scratch.Path, "file.json");
        await using (var export = await RunningSystem.StartInAsync(network.Name, "flows", "-i", NetworkNamespace.Tap, "-o", output))
        {
            network.Replay(capture);
            Assert.Equal(0, await export.InterruptAsync());
            Assert.Contains(export.Lines, l => l.StartsWith("netthreat: 20000 packets", StringComparison.Ordinal));
        }

        Assert.Equal(0, (await NetThreatProcess.RunAsync("flows", "-r", capture, "-o", file)).ExitCode);
        Assert.Equal((Packets(file), 20_000), (Packets(output), network.Received()));
    }

    private static long Packets(string flows) => File.ReadLines(flows).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement)
        .Sum(f => f.GetProperty("orig_pkts").GetInt64() + f.GetProperty("resp_pkts").GetInt64());

    [LiveFact]
    public async Task Without_the_right_to_capture_one_line_says_how_to_grant_it()
    {
        using var network = NetworkNamespace.Create();
        var outcome = await NetThreatProcess.RunInAsync(["setpriv", "--bounding-set=-net_raw"], "run", "-i", "lo", "--set", $"Data:Folder={_scratch.Path}");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal($"netthreat: 'lo' cannot be captured by this user: run as root, or grant it once with 'sudo setcap cap_net_raw+ep {NetThreatProcess.Binary}'", Assert.Single(outcome.ErrorLines));
    }

    [LiveFact]
    public async Task An_unknown_interface_is_answered_with_those_there_are()
    {
        using var network = NetworkNamespace.Create();
        var outcome = await NetThreatProcess.RunInAsync(["ip", "netns", "exec", network.Name], "run", "-i", "eth77", "--set", $"Data:Folder={_scratch.Path}");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("netthreat: there is no interface 'eth77': there are lo, tap, sender", Assert.Single(outcome.ErrorLines));
    }
}
