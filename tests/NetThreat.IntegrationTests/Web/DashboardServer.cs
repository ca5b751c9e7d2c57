using Microsoft.Extensions.Logging.Abstractions;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Incidents;
using NetThreat.Core.Wire;
using NetThreat.Testing.Bus;
using NetThreat.Testing.Stores;
using NetThreat.Web;

namespace NetThreat.IntegrationTests.Web;

/// <summary>The web role on a free port over stores in memory and a bus that the test publishes to.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private readonly WebServer _server;

    private DashboardServer(WebOptions? options)
    {
        Health = new(TimeProvider.System);
        _server = new(options ?? new() { Port = 0 }, new(Flows, Incidents, Incidents, Ledger, Users, Bus, Health, TimeProvider.System, NullLoggerFactory.Instance));
    }

    public MemoryFlows Flows { get; } = new();

    public MemoryIncidents Incidents { get; } = new();

    public MemoryLedger Ledger { get; } = new();

    public MemoryUsers Users { get; } = new();

    public FollowedBus Bus { get; } = new();

    public HealthBoard Health { get; }

    public Uri Address => _server.Address;

    public string Password => _server.FirstPassword ?? throw new InvalidOperationException("no first user was made");

    public static async Task<DashboardServer> StartAsync(WebOptions? options = null)
    {
        var server = new DashboardServer(options);
        await server._server.StartAsync(CancellationToken.None);
        return server;
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
