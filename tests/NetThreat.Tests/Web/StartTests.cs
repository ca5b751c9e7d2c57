using Microsoft.Extensions.Logging.Abstractions;
using NetThreat.Core.Health;
using NetThreat.Testing.Bus;
using NetThreat.Testing.Stores;
using NetThreat.Web;

namespace NetThreat.Tests.Web;

/// <summary>A start that cannot be says why in one line.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task An_occupied_port_is_named_with_the_fix_and_leaves_no_user()
    {
        await using var other = await DashboardServer.StartAsync();
        var users = new MemoryUsers();
        await using var server = Server(new() { Port = other.Address.Port }, users);
        var e = await Assert.ThrowsAsync<WebStartException>(() => server.StartAsync(default));
        Assert.Equal($"port {other.Address.Port} on 127.0.0.1 is in use: set Web:Port or stop the other program", e.Message);
        Assert.Equal(0, await users.CountAsync(default));
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named()
    {
        await using var server = Server(new() { Listen = "192.0.2.1", Port = 0 });
        var e = await Assert.ThrowsAsync<WebStartException>(() => server.StartAsync(default));
        Assert.Contains("192.0.2.1", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("Web:Port")]
    [InlineData("Web:Listen")]
    [InlineData("Web:CertificateFile")]
    public async Task A_wrong_option_is_named(string option)
    {
        var options = option switch
        {
            "Web:Port" => new WebOptions { Port = 70_000 },
            "Web:Listen" => new WebOptions { Listen = "my-host" },
            _ => new WebOptions { CertificateFile = "x.pem" },
        };
        await using var server = Server(options);
        var e = await Assert.ThrowsAsync<WebStartException>(() => server.StartAsync(default));
        Assert.StartsWith(option, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bus_that_is_away_makes_the_view_degraded_and_comes_back()
    {
        await using var server = await DashboardServer.StartAsync(before: s => s.Bus.Failure = new IOException("broker away"));
        await Until.TrueAsync(() => Task.FromResult(server.Health.Read().Any(c => c is { Component: "web.live", State: HealthState.Degraded })));
        using var client = await server.SignedInAsync();
        await client.GetJsonAsync("/api/v1/incidents");
        server.Bus.Failure = null;
        await Until.TrueAsync(() => Task.FromResult(server.Health.Read().Any(c => c is { Component: "web.live", State: HealthState.Good })));
    }

    private static WebServer Server(WebOptions options, MemoryUsers? users = null)
    {
        var incidents = new MemoryIncidents();
        return new(options, new(new MemoryFlows(), incidents, incidents, new MemoryLedger(), users ?? new(), new FollowedBus(), new(TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance));
    }
}
