using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace NetThreat.Web.Metrics;

/// <summary>GET /metrics for Prometheus: for signed-in callers, and for a scraper on this machine.</summary>
internal static class MetricsEndpoint
{
    public const string Policy = "metrics";

    public static IServiceCollection AddMetricsEndpoint(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton(_ => new MetricsSource());
        services.AddSingleton<IAuthorizationHandler, LocalScraperHandler>();
        return services.AddAuthorization(o => o.AddPolicy(Policy, p => p.AddRequirements(new LocalScraper())));
    }

    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        // Made now, not at the first scrape: counters count from the start of their listener.
        var source = app.ServiceProvider.GetRequiredService<MetricsSource>();
        app.MapGet("/metrics", () => Results.Text(source.Exporter.Scrape(), "text/plain; version=0.0.4; charset=utf-8"))
            .RequireAuthorization(Policy).WithSummary("Metrics in Prometheus' text format");
    }
}

/// <summary>Listens to the product's own meters and to those of the runtime and the server.</summary>
internal sealed class MetricsSource : IDisposable
{
    private readonly MeterProvider _provider;

    public MetricsSource() => _provider = Sdk.CreateMeterProviderBuilder()
        .AddMeter("NetThreat.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
        .AddReader(new BaseExportingMetricReader(Exporter)).Build();

    public PrometheusExporter Exporter { get; } = new();

    public void Dispose() => _provider.Dispose();
}

/// <summary>A signed-in caller, or one on this machine.</summary>
internal sealed record LocalScraper : IAuthorizationRequirement;

internal sealed class LocalScraperHandler(Identity.Sessions sessions) : AuthorizationHandler<LocalScraper>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, LocalScraper requirement)
    {
        if (context.Resource is not HttpContext http) return;
        if (IsLocal(http) || await sessions.CheckAsync(context.User, http.RequestAborted) == Identity.SessionState.Current) context.Succeed(requirement);
    }

    /// <summary>From loopback, addressed as loopback, and not through a proxy on this machine.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded")
        && (context.Request.Host.Host == "localhost" || (IPAddress.TryParse(context.Request.Host.Host, out var host) && IPAddress.IsLoopback(host)));
}
