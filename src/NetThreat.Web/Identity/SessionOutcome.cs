using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace NetThreat.Web.Identity;

/// <summary>An ended session is challenged like none at all; one that must change its password is told so.</summary>
internal sealed class SessionOutcome : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _standard = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult result)
    {
        var reasons = result.AuthorizationFailure?.FailureReasons.Select(r => r.Message).ToList() ?? [];
        if (reasons.Contains(CurrentSessionHandler.EndedReason)) await context.ChallengeAsync();
        else if (reasons.Contains(CurrentSessionHandler.MustChangeReason) && !Api.ProblemPages.IsForPrograms(context.Request)) context.Response.Redirect("/account");
        else await _standard.HandleAsync(next, context, policy, result);
    }
}
