using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace NetThreat.Web.Api;

/// <summary>Gives every error without a body one: problem details (RFC 9457) for programs, one line of text for pages.</summary>
internal sealed class ProblemPages(RequestDelegate next, ILogger<ProblemPages> log)
{
    private static readonly PathString[] s_programs = ["/api", "/metrics", "/openapi", "/health"];

    /// <summary>Whether the caller is served by the API rather than by pages.</summary>
    public static bool IsForPrograms(HttpRequest request) => s_programs.Any(p => request.Path.StartsWithSegments(p));

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e.StatusCode, e.InnerException is JsonException json ? $"the request body is not the JSON this path takes, at {json.Path ?? "its start"}" : e.Message);
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // The last line of defence of a request: the cause goes to the log, the caller gets 500.
        catch (Exception e) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            log.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "the server failed to answer; its log says why");
            return;
        }
        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null }) await AnswerAsync(context, response.StatusCode, Explain(response.StatusCode));
    }

    private static async Task AnswerAsync(HttpContext context, int status, string? detail)
    {
        context.Response.StatusCode = status;
        if (IsForPrograms(context.Request)) await Results.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status)).ExecuteAsync(context);
        else await Results.Text($"{status} {ReasonPhrases.GetReasonPhrase(status)}\n", statusCode: status).ExecuteAsync(context);
    }

    private static string? Explain(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "sign in at /api/v1/session and send the token as 'Authorization: Bearer …'",
        StatusCodes.Status403Forbidden => "this session may not do that; if the password must be changed first, POST /api/v1/session/password",
        StatusCodes.Status404NotFound => "there is nothing at this path; /openapi/v1.json lists what there is",
        StatusCodes.Status405MethodNotAllowed => "this path does not take this method; the Allow header lists those it takes",
        StatusCodes.Status413PayloadTooLarge => "the request body is too large",
        StatusCodes.Status415UnsupportedMediaType => "send the body as application/json",
        StatusCodes.Status429TooManyRequests => "too many sign-in attempts: wait a minute",
        _ => null,
    };
}
