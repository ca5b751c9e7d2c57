using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace NetThreat.Web.Identity;

/// <summary>What the sign-in and account pages post to. Forms carry an antiforgery token, which the pipeline checks.</summary>
internal static class SignInForms
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("/session").ExcludeFromDescription();
        forms.MapPost("/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(SignInLimits.Policy);
        forms.MapPost("/sign-out", SignOutAsync).RequireAuthorization(IdentityRegistration.PasswordChangePolicy);
        forms.MapPost("/password", PasswordAsync).RequireAuthorization(IdentityRegistration.PasswordChangePolicy).RequireRateLimiting(SignInLimits.Policy);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, Accounts accounts, [FromForm] string? name, [FromForm] string? password, [FromForm] string? to)
    {
        var account = await accounts.VerifyAsync(name, password, context.RequestAborted);
        string back = IsLocal(to) ? to : "/";
        if (account is null) return Results.LocalRedirect($"/sign-in?reason=wrong&to={Uri.EscapeDataString(back)}");
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Sessions.Create(account, CookieAuthenticationDefaults.AuthenticationScheme));
        return Results.LocalRedirect(account.MustChangePassword ? "/account" : back);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions, IFormCollection _)
    {
        sessions.End(context.User);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> PasswordAsync(HttpContext context, Accounts accounts, [FromForm] string? current, [FromForm] string? password, [FromForm] string? repeated)
    {
        string name = context.User.Identity!.Name!;
        if (password is null || password != repeated) return Results.LocalRedirect("/account?reason=differ");
        if (PasswordRules.Fault(password, name) is not null) return Results.LocalRedirect("/account?reason=weak");
        if (await accounts.VerifyAsync(name, current, context.RequestAborted) is null) return Results.LocalRedirect("/account?reason=wrong");
        var account = await accounts.SetPasswordAsync(name, password, context.RequestAborted);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, Sessions.Create(account, CookieAuthenticationDefaults.AuthenticationScheme));
        return Results.LocalRedirect("/account?reason=changed");
    }

    /// <summary>A path of this site: no scheme, no host, none of the spellings browsers take for one.</summary>
    internal static bool IsLocal([NotNullWhen(true)] string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= 200 && !path.Any(c => char.IsControl(c) || c == '\\');
}
