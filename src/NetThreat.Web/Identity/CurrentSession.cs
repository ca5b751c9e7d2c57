using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace NetThreat.Web.Identity;

/// <summary>The session was not signed out, is younger than the password, and need not change the password first.</summary>
/// <param name="ForPasswordChange">A session that must change its password passes too.</param>
internal sealed record CurrentSession(bool ForPasswordChange) : IAuthorizationRequirement;

internal sealed class CurrentSessionHandler(Sessions sessions) : AuthorizationHandler<CurrentSession>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, CurrentSession requirement)
    {
        if (context.User.Identity?.IsAuthenticated != true) return;
        var cancellation = (context.Resource as HttpContext)?.RequestAborted ?? default;
        var state = await sessions.CheckAsync(context.User, cancellation);
        if (state == SessionState.Current || (state == SessionState.MustChangePassword && requirement.ForPasswordChange)) context.Succeed(requirement);
        else context.Fail(new(this, state == SessionState.Ended ? EndedReason : MustChangeReason));
    }

    public const string EndedReason = "ended";
    public const string MustChangeReason = "must-change-password";
}
