using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NetThreat.Core.Incidents;
using NetThreat.Web.Api.Model;
using NetThreat.Web.Identity;
using NetThreat.Web.Live;

namespace NetThreat.Web.Api;

/// <summary>
/// Incident revisions as they come, as Server-Sent Events (WHATWG HTML section 9.2): event <c>incident</c> with id ID:REVISION and the
/// incident as JSON; event <c>gap</c> with a count when the reader was too slow; a comment every 15 s; the stream ends with the session.
/// </summary>
internal static class IncidentStreamEndpoint
{
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(15);

    public static void MapIncidentStream(this IEndpointRouteBuilder api) => api.MapGet("/incidents/stream", StreamAsync)
        .WithSummary("Incident revisions from now on, as Server-Sent Events: 'incident', and 'gap' when the reader was too slow")
        .Produces<string>(200, "text/event-stream").ProducesProblem(503);

    private static async Task<IResult> StreamAsync(
        HttpContext context, IncidentBroadcast live, IOptions<JsonOptions> json, TimeProvider time, IHostApplicationLifetime life, Sessions sessions)
    {
        if (StrictQuery.Of<NoParameters>(context.Request).Problem is { } problem) return problem;
        using var subscription = live.TrySubscribe();
        if (subscription is null) return Results.Problem("too many event streams are open: close one, or raise Web:MaxEventStreams", statusCode: 503, title: "Service Unavailable");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await WriteAsync(context.Response, ": from now on\n\n", end.Token);
            while (await sessions.CheckAsync(context.User, end.Token) == SessionState.Current)
                await DrainAsync(context.Response, subscription, json.Value.SerializerOptions, time, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader left, or the server stops: the stream ends here.
        }
        return Results.Empty;
    }

    /// <summary>Writes what is there, or a sign of life after <see cref="s_keepAlive"/> without anything.</summary>
    private static async Task DrainAsync(HttpResponse response, IncidentSubscription subscription, JsonSerializerOptions json, TimeProvider time, CancellationToken end)
    {
        using var silence = new CancellationTokenSource(s_keepAlive, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, silence.Token);
        try
        {
            await subscription.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !end.IsCancellationRequested)
        {
            await WriteAsync(response, ": alive\n\n", end);
            return;
        }
        if (subscription.TakeLost() is > 0 and var lost) await WriteAsync(response, $"event: gap\ndata: {{\"lost\":{lost}}}\n\n", end);
        for (int i = 0; i < IncidentSubscription.Capacity && subscription.Reader.TryRead(out var incident); i++) await WriteAsync(response, Event(incident, json), end);
    }

    // JSON of System.Text.Json has no line breaks: one data line is enough.
    private static string Event(Incident incident, JsonSerializerOptions json) =>
        $"event: incident\nid: {incident.Id}:{incident.Revision}\ndata: {JsonSerializer.Serialize(IncidentDto.Of(incident, null), json)}\n\n";

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken end)
    {
        await response.WriteAsync(text, end);
        await response.Body.FlushAsync(end);
    }
}
