using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Incidents;
using NetThreat.Core.Wire;
using NetThreat.Testing.Bus;
using NetThreat.Testing.Stores;
using NetThreat.Web;

namespace NetThreat.Tests.Web;

/// <summary>The web role on a free port over stores in memory and a bus that the test publishes to.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private readonly WebServer _server;

    private DashboardServer(WebOptions? options)
    {
        Health = new(TimeProvider.System);
        // Slow hashing is for attackers; the rule that it is slow has a test of its own.
        _server = new((options ?? new() { Port = 0 }) with { PasswordIterations = 1000 }, new(Flows, Incidents, Incidents, Ledger, Users, Bus, Health, TimeProvider.System, NullLoggerFactory.Instance) { Scorer = Scorer });
    }

    public SampleScorer Scorer { get; } = new();

    public MemoryFlows Flows { get; } = new();

    public MemoryIncidents Incidents { get; } = new();

    public MemoryLedger Ledger { get; } = new();

    public MemoryUsers Users { get; } = new();

    public FollowedBus Bus { get; } = new();

    public HealthBoard Health { get; }

    public Uri Address => _server.Address;

    public IServiceProvider Services => _server.Services;

    public string Password => _server.FirstPassword ?? throw new InvalidOperationException("no first user was made");

    /// <param name="before">Runs before the start, for example to fill a store.</param>
    public static async Task<DashboardServer> StartAsync(WebOptions? options = null, Action<DashboardServer>? before = null)
    {
        var server = new DashboardServer(options);
        before?.Invoke(server);
        await server._server.StartAsync(CancellationToken.None);
        return server;
    }

    /// <summary>A caller without credentials that follows no redirect.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    /// <summary>A caller with a bearer token of <c>admin</c>.</summary>
    public async Task<HttpClient> SignedInAsync()
    {
        var client = Client();
        using var answer = await client.PostAsJsonAsync("/api/v1/session", new { name = "admin", password = Password });
        var token = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("accessToken").GetString());
        return client;
    }

    /// <summary>What the correlator does: the store first, then the bus.</summary>
    public async Task PublishAsync(params Incident[] incidents)
    {
        await Incidents.WriteAsync(incidents, default);
        await Bus.PublishAsync([new(Topics.Incidents, 0, IncidentsCodec.Encode(incidents))], default);
    }

    public ValueTask PublishAsync(SensorReport report) => Bus.PublishAsync([new(Topics.Sensors, 0, SensorsCodec.Encode(report))], default);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
    }
}
