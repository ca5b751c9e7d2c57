using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NetThreat.Core.Stores;
using NetThreat.Web.Api.Model;
using NetThreat.Web.Live;

namespace NetThreat.Web.Api;

/// <summary>Filters of ledger rows; all that are given must hold.</summary>
internal sealed record LedgerParameters(
    [property: FromQuery(Name = "stage"), Description("capture, meter, detect, correlate …")] string? Stage,
    [property: FromQuery(Name = "stream"), Description("The stream, SENSOR/RUN, or topic/partition.")] string? Stream,
    [property: FromQuery(Name = "from"), Description("Minute at or after (RFC 3339).")] string? From,
    [property: FromQuery(Name = "to"), Description("Minute before (RFC 3339).")] string? To,
    [property: FromQuery(Name = "limit"), Description("Rows, 1 to 2000; default 500.")] string? Limit);

/// <summary>What the stages account for, and what the sensors last said.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder api)
    {
        api.MapGet("/ledger", LedgerAsync).WithSummary("Accounts of the stages by minute: in = out + dropped + held").Produces<PageDto<LedgerRowDto>>().ProducesValidationProblem();
        api.MapGet("/sensors", Sensors).WithSummary("The latest report of every sensor stream since this server started").Produces<PageDto<SensorDto>>().ProducesValidationProblem();
    }

    private static async Task<IResult> LedgerAsync(HttpRequest request, [AsParameters] LedgerParameters _, ILedgerStore ledger)
    {
        var q = StrictQuery.Of<LedgerParameters>(request);
        var query = new LedgerQuery(q.Text("stage", 60), q.Text("stream"), q.Time("from"), q.Time("to"), q.Integer("limit", 1, 2000) ?? 500);
        if (q.Problem is { } problem) return problem;
        var rows = await ledger.QueryAsync(query, request.HttpContext.RequestAborted);
        return Results.Ok(new PageDto<LedgerRowDto>([.. rows.Select(LedgerRowDto.Of)], null));
    }

    private static IResult Sensors(HttpRequest request, SensorBoard board) =>
        StrictQuery.Of<NoParameters>(request).Problem ?? Results.Ok(new PageDto<SensorDto>([.. board.Read().Select(SensorDto.Of)], null));
}
