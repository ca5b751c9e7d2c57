using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetThreat.IntegrationTests.CommandLine;

namespace NetThreat.IntegrationTests.Running;

/// <summary>What people get wrong when they start a system.</summary>
public sealed class WrongInputTests : IDisposable
{
    private const int Good = 0, Failed = 1, Usage = 2;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("demo")]
    public async Task An_occupied_port_is_named_with_the_setting(string command)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        string port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var run = await NetThreatProcess.RunAsync([command, .. Data, "--set", $"Web:Port={port}"]);

        OneLine.Of(run, Failed, $"port {port} on 127.0.0.1 is in use", "set Web:Port");
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named_with_the_setting()
    {
        var run = await NetThreatProcess.RunAsync(["demo", .. Data, "--set", "Web:Listen=192.0.2.1", "--set", "Web:Port=0"]);

        OneLine.Of(run, Failed, "192.0.2.1", "set Web:Listen");
    }

    [Theory]
    [MemberData(nameof(WrongCaptures.Kinds), MemberType = typeof(WrongCaptures))]
    public async Task What_is_no_capture_is_named(string kind)
    {
        string input = WrongCaptures.Make(_scratch, kind);

        OneLine.Of(await NetThreatProcess.RunAsync(["run", "-r", input, .. Data, "--set", "Web:Port=0"]), Failed, input);
        OneLine.Of(await NetThreatProcess.RunAsync(["demo", "-r", input, .. Data, "--set", "Web:Port=0"]), Failed, input);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_capture_that_was_cut_is_read_as_far_as_it_goes_and_warned_of_once(bool paced)
    {
        string whole = Path.Combine(_scratch.Path, "whole.pcap");
        Assert.Equal(Good, (await NetThreatProcess.RunAsync("simulate", "--duration", "3s", "-o", whole)).ExitCode);
        string cut = _scratch.File("cut.pcap", (await File.ReadAllBytesAsync(whole))[..^7]);

        var run = await NetThreatProcess.RunAsync(["run", "--role", "sensor,detector,correlator", "-r", cut, .. paced ? ["--pace", "100"] : Array.Empty<string>(), .. Data]);

        Assert.Equal((Good, ""), (run.ExitCode, run.Output));
        string warning = Assert.Single(run.ErrorLines, l => l.StartsWith("netthreat: warning: ", StringComparison.Ordinal));
        Assert.Contains($"'{cut}' ends inside a record", warning, StringComparison.Ordinal);
        Assert.Single(run.ErrorLines, l => l.StartsWith("netthreat: read ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run", "--set Web:Prot=1", "Web:Prot: is not a known key: did you mean Web:Port?")]
    [InlineData("demo", "--set Wob:Port=1", "Wob:Port: is not a known key")]
    [InlineData("run", "--role pilot", "'pilot'")]
    [InlineData("run", "--role sensor,detector", "the sensor has nothing to read: give -r FILE")]
    [InlineData("run", "-r x --pace 0", "--pace")]
    [InlineData("demo", "--pace NaN", "--pace")]
    [InlineData("demo", "--pace -1", "--pace")]
    public async Task A_wrong_setting_is_a_wrong_use(string command, string arguments, string named) =>
        OneLine.Of(await NetThreatProcess.RunAsync([command, .. arguments.Split(' '), .. Data]), Usage, named);

    private string[] Data => ["--set", $"Data:Folder={Path.Combine(_scratch.Path, "state")}"];
}
