using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using NetThreat.Web.Api.Model;
using NetThreat.Web.Identity;

namespace NetThreat.Web.Api;

/// <summary>Sign-in, sign-out and password of programs.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        api.MapPost("/session", SignInAsync).AllowAnonymous().RequireRateLimiting(SignInLimits.Policy)
            .WithSummary("Sign in: name and password for a bearer token").Produces<TokenDto>().ProducesProblem(401).ProducesProblem(429);
        api.MapGet("/session", (ClaimsPrincipal user) => new SessionDto(user.Identity!.Name!)).RequireAuthorization(IdentityRegistration.PasswordChangePolicy)
            .WithSummary("Who is signed in");
        api.MapDelete("/session", SignOutAsync).RequireAuthorization(IdentityRegistration.PasswordChangePolicy)
            .WithSummary("Sign out: the token is no longer valid").Produces(204);
        api.MapPost("/session/password", PasswordAsync).RequireAuthorization(IdentityRegistration.PasswordChangePolicy).RequireRateLimiting(SignInLimits.Policy)
            .WithSummary("Change the own password; every session of the user ends").Produces(204).ProducesValidationProblem().ProducesProblem(401);
    }

    private static async Task<IResult> SignInAsync(
        SignInDto body, HttpContext context, Accounts accounts, IOptionsMonitor<BearerTokenOptions> bearer, TimeProvider time)
    {
        if (await accounts.VerifyAsync(body.Name, body.Password, context.RequestAborted) is not { } account)
            return Results.Problem("wrong name or password", statusCode: 401, title: "Unauthorized");
        var token = bearer.Get(BearerTokenDefaults.AuthenticationScheme);
        var ticket = new AuthenticationTicket(
            Sessions.Create(account, BearerTokenDefaults.AuthenticationScheme), new() { ExpiresUtc = time.GetUtcNow() + token.BearerTokenExpiration },
            $"{BearerTokenDefaults.AuthenticationScheme}:AccessToken");
        return Results.Ok(new TokenDto("Bearer", token.BearerTokenProtector.Protect(ticket), (long)token.BearerTokenExpiration.TotalSeconds));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions)
    {
        sessions.End(context.User);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.NoContent();
    }

    private static async Task<IResult> PasswordAsync(PasswordChangeDto body, HttpContext context, Accounts accounts)
    {
        string name = context.User.Identity!.Name!;
        if (PasswordRules.Fault(body.Password, name) is { } fault)
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["password"] = [fault] }, detail: fault, title: "Bad request body");
        if (await accounts.VerifyAsync(name, body.Current, context.RequestAborted) is null) return Results.Problem("the current password is wrong", statusCode: 401, title: "Unauthorized");
        await accounts.SetPasswordAsync(name, body.Password, context.RequestAborted);
        return Results.NoContent();
    }
}
