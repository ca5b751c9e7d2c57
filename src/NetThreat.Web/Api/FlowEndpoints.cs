using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NetThreat.Core.Identity;
using NetThreat.Core.Scores;
using NetThreat.Core.Stores;
using NetThreat.Web.Api.Model;

namespace NetThreat.Web.Api;

/// <summary>Filters of flows; all that are given must hold.</summary>
internal sealed record FlowParameters(
    [property: FromQuery(Name = "site"), Description("The site, a namespace of addresses.")] string? Site,
    [property: FromQuery(Name = "host"), Description("Originator or responder.")] string? Host,
    [property: FromQuery(Name = "peer"), Description("The other side of 'host'.")] string? Peer,
    [property: FromQuery(Name = "port"), Description("The responder's port.")] string? Port,
    [property: FromQuery(Name = "protocol"), Description("tcp, udp, icmp, icmp6 or a number.")] string? Protocol,
    [property: FromQuery(Name = "service"), Description("The application protocol found in the payload, for example dns.")] string? Service,
    [property: FromQuery(Name = "from"), Description("Start at or after (RFC 3339).")] string? From,
    [property: FromQuery(Name = "to"), Description("Start before (RFC 3339).")] string? To,
    [property: FromQuery(Name = "limit"), Description("Rows a page, 1 to 1000; default 100.")] string? Limit,
    [property: FromQuery(Name = "cursor"), Description("The 'next' of the page before.")] string? Cursor);

/// <summary>Flows: list and one.</summary>
internal static class FlowEndpoints
{
    private const int MaxLimit = 1000;

    public static void MapFlows(this IEndpointRouteBuilder api)
    {
        api.MapGet("/flows", ListAsync).WithSummary("Flows, newest start first").Produces<PageDto<FlowDto>>().ProducesValidationProblem();
        api.MapGet("/flows/{id}", GetAsync).WithSummary("One flow").Produces<FlowDto>().ProducesProblem(404);
        api.MapGet("/flows/{id}/scores", ScoresAsync).WithSummary("What the active models say of one flow, and why").Produces<FlowScoreDto>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, [AsParameters] FlowParameters _, IFlowReader flows)
    {
        var q = StrictQuery.Of<FlowParameters>(request);
        var query = new FlowQuery(
            q.Text("site"), q.Address("host"), q.Address("peer"), (ushort?)q.Integer("port", 0, 65535), q.Protocol("protocol"), q.Text("service", 40), q.Time("from"), q.Time("to"),
            q.Integer("limit", 1, MaxLimit) ?? 100, q.Text("cursor", 500));
        if (q.Problem is { } problem) return problem;
        if (query is { Peer: not null, Host: null }) return q.Fault("peer", "needs 'host', whose other side it is");
        try
        {
            var page = await flows.QueryAsync(query, request.HttpContext.RequestAborted);
            return Results.Ok(new PageDto<FlowDto>([.. page.Rows.Select(FlowDto.Of)], page.Next));
        }
        catch (ArgumentException)
        {
            return q.Fault("cursor", "is not a cursor of this query");
        }
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, IFlowReader flows)
    {
        if (StrictQuery.Of<NoParameters>(context.Request).Problem is { } problem) return problem;
        if (Id128.TryParse(id, out var key) && await flows.GetAsync([key], context.RequestAborted) is [var flow, ..]) return Results.Ok(FlowDto.Of(flow));
        return Unknown(id);
    }

    private static async Task<IResult> ScoresAsync(string id, HttpContext context, IFlowReader flows, IFlowScorer scorer)
    {
        if (StrictQuery.Of<NoParameters>(context.Request).Problem is { } problem) return problem;
        if (!Id128.TryParse(id, out var key) || await flows.GetAsync([key], context.RequestAborted) is not [var flow, ..]) return Unknown(id);
        if (scorer.Explain(flow.Record) is { } score) return Results.Ok(FlowScoreDto.Of(score));
        string why = scorer.Models.Count == 0 ? "no model is active" : "the flow has not ended, or has no feature row that an active model reads";
        return Results.Problem($"flow '{id}' has no scores: {why}", statusCode: 404, title: "Not Found");
    }

    private static IResult Unknown(string id) => Results.Problem($"there is no flow '{(id.Length > 40 ? id[..40] : id)}'", statusCode: 404, title: "Not Found");
}
