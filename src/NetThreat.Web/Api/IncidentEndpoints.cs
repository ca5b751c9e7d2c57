using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Stores;
using NetThreat.Web.Api.Model;
using NetThreat.Web.Live;

namespace NetThreat.Web.Api;

/// <summary>Filters of incidents; all that are given must hold.</summary>
internal sealed record IncidentParameters(
    [property: FromQuery(Name = "site"), Description("The site, a namespace of addresses.")] string? Site,
    [property: FromQuery(Name = "host"), Description("Key entity, or in the sample of attackers or victims.")] string? Host,
    [property: FromQuery(Name = "technique"), Description("ATT&CK technique id, for example T1046.")] string? Technique,
    [property: FromQuery(Name = "state"), Description("open, acknowledged or closed.")] string? State,
    [property: FromQuery(Name = "minRisk"), Description("Lowest risk, 0 to 1.")] string? MinRisk,
    [property: FromQuery(Name = "from"), Description("Last activity at or after (RFC 3339).")] string? From,
    [property: FromQuery(Name = "to"), Description("First activity before (RFC 3339).")] string? To,
    [property: FromQuery(Name = "limit"), Description("Rows a page, 1 to 500; default 50.")] string? Limit,
    [property: FromQuery(Name = "cursor"), Description("The 'next' of the page before.")] string? Cursor);

internal sealed record NoParameters;

/// <summary>Incidents: list, one, and what people set on one.</summary>
internal static class IncidentEndpoints
{
    private const int MaxLimit = 500;
    private const int MaxNoteLength = 2000;

    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents", ListAsync).WithSummary("Incidents, newest update first").Produces<PageDto<IncidentDto>>().ProducesValidationProblem();
        api.MapGet("/incidents/{id}", GetAsync).WithSummary("One incident with its findings, numbers and flow ids; the ETag names the version of its handling")
            .Produces<IncidentDetailDto>().ProducesProblem(404);
        api.MapPatch("/incidents/{id}", PatchAsync).WithSummary("Set state, assignee or comment; If-Match carries the ETag that was read")
            .Accepts<HandlingPatchDto>("application/json", "application/merge-patch+json").Produces<HandlingDto>()
            .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(412).ProducesProblem(428);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [AsParameters] IncidentParameters _, IIncidentReader incidents)
    {
        var q = StrictQuery.Of<IncidentParameters>(request);
        var query = new IncidentQuery(
            q.Text("site"), q.Address("host"), q.Text("technique", 20), q.Choice<IncidentState>("state"), q.Ratio("minRisk"), q.Time("from"), q.Time("to"),
            q.Integer("limit", 1, MaxLimit) ?? 50, q.Text("cursor", 500));
        if (q.Problem is { } problem) return problem;
        try
        {
            var page = await incidents.QueryAsync(query, request.HttpContext.RequestAborted);
            return Results.Ok(new PageDto<IncidentDto>([.. page.Rows.Select(v => IncidentDto.Of(v.Incident, v.Handling))], page.Next));
        }
        catch (ArgumentException)
        {
            return q.Fault("cursor", "is not a cursor of this query");
        }
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, IIncidentReader incidents)
    {
        if (StrictQuery.Of<NoParameters>(context.Request).Problem is { } problem) return problem;
        if (!Id128.TryParse(id, out var key) || await incidents.GetAsync(key, context.RequestAborted) is not { } view) return Missing(id);
        context.Response.Headers.ETag = Tag(view.Handling);
        return Results.Ok(IncidentDetailDto.Of(view));
    }

    private static async Task<IResult> PatchAsync(string id, HttpContext context, IIncidentReader incidents, IIncidentHandlingStore handling, IncidentBroadcast live)
    {
        var cancellation = context.RequestAborted;
        if (StrictQuery.Of<NoParameters>(context.Request).Problem is { } problem) return problem;
        if (context.Request.ContentType?.Split(';')[0].Trim() is not ("application/json" or "application/merge-patch+json")) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (!Id128.TryParse(id, out var key) || await incidents.GetAsync(key, cancellation) is not { } view) return Missing(id);
        string match = context.Request.Headers.IfMatch.ToString();
        if (match.Length == 0) return Fail(428, "send If-Match with the ETag of the incident, or * to overwrite");
        if (match != "*" && match != Tag(view.Handling)) return Fail(412, $"the incident was changed meanwhile: its ETag is {Tag(view.Handling)}");
        var (wanted, faults) = await HandlingPatch.ReadAsync(context.Request, view.Handling, MaxNoteLength);
        if (faults.Count > 0) return Results.ValidationProblem(faults, title: "Bad request body");
        var written = await handling.SetAsync(key, wanted.State, wanted.Assignee, wanted.Comment, view.Handling.Version, cancellation);
        if (written is null) return Fail(412, "the incident was changed meanwhile: read it again");
        live.NoteHandling();
        context.Response.Headers.ETag = Tag(written);
        return Results.Ok(HandlingDto.Of(written));
    }

    private static string Tag(IncidentHandling handling) => string.Create(CultureInfo.InvariantCulture, $"\"v{handling.Version}\"");

    private static ProblemHttpResult Missing(string id) => Fail(404, $"there is no incident '{(id.Length > 40 ? id[..40] : id)}'");

    private static ProblemHttpResult Fail(int status, string detail) => TypedResults.Problem(detail, statusCode: status, title: Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status));
}
