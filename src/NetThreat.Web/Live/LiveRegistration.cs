using Microsoft.Extensions.DependencyInjection;

namespace NetThreat.Web.Live;

internal static class LiveRegistration
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<IncidentBroadcast>().AddSingleton<SensorBoard>().AddSingleton<LiveMetrics>().AddHostedService<LiveFeed>();
}
