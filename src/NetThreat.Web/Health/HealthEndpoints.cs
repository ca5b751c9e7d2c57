using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NetThreat.Core.Health;
using NetThreat.Web.Api.Model;

namespace NetThreat.Web.Health;

/// <summary>One component; <paramref name="Detail"/> is told to signed-in callers only.</summary>
internal sealed record ComponentDto(string Component, string State, DateTimeOffset Since, string? Detail);

internal sealed record ReadinessDto(string Status, IReadOnlyList<ComponentDto> Components);

/// <summary>Live: the process answers. Ready: every component of the process does its work.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous();
        health.MapGet("/live", () => new Dictionary<string, string> { ["status"] = "live" }).WithSummary("The process answers");
        health.MapGet("/ready", Ready).WithSummary("Every component does its work").Produces<ReadinessDto>().Produces<ReadinessDto>(503);
    }

    private static IResult Ready(HttpContext context, HealthBoard board)
    {
        bool known = context.User.Identity?.IsAuthenticated == true;
        var components = board.Read().Select(c => new ComponentDto(c.Component, Names.Camel(c.State), c.Since, known ? c.Detail : null));
        return Results.Json(new ReadinessDto(board.IsReady ? "ready" : "not ready", [.. components]), statusCode: board.IsReady ? 200 : 503);
    }
}
