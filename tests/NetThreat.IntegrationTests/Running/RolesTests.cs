using NetThreat.IntegrationTests.CommandLine;

namespace NetThreat.IntegrationTests.Running;

/// <summary>The stages without the dashboard over a capture, then the dashboard alone over what they left.</summary>
public sealed class RolesTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task What_the_stages_stored_of_a_capture_is_served_by_a_later_web_role()
    {
        string capture = Path.Combine(_scratch.Path, "office.pcap"), data = $"Data:Folder={Path.Combine(_scratch.Path, "state")}";
        Assert.Equal(0, (await NetThreatProcess.RunAsync("simulate", "--duration", "60s", "--seed", "3", "-o", capture)).ExitCode);

        var stages = await NetThreatProcess.RunAsync("run", "--role", "sensor,detector,correlator", "-r", capture, "--set", data);

        Assert.Equal((0, ""), (stages.ExitCode, stages.Output));
        Assert.Contains(stages.ErrorLines, l => l.StartsWith("netthreat: read ", StringComparison.Ordinal));
        await using var web = await RunningSystem.StartAsync("run", "--role", "web", "--set", data, "--set", "Web:Port=0");
        using var api = await ApiClient.SignInAsync(await web.AddressAsync(), web.Password!);
        Assert.Equal(DemoStory.Incidents, await api.IncidentsAsync());
        await LedgerCheck.AllBalancedAsync(api);
        Assert.Equal(0, await web.InterruptAsync());
    }
}
