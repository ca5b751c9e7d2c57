using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NetThreat.Core.Stores;

namespace NetThreat.Web.Identity;

/// <summary>Cookies for browsers, bearer tokens for programs, and the rule that everything needs one of them unless it says otherwise.</summary>
internal static class IdentityRegistration
{
    public const string PasswordChangePolicy = "password-change";

    private const string Either = "either";

    public static IServiceCollection AddIdentity(this IServiceCollection services, WebOptions options)
    {
        services.AddSingleton<IdentityMetrics>().AddSingleton<Accounts>().AddSingleton<FirstUser>().AddSingleton<Sessions>();
        services.AddSingleton<IPasswordHasher<UserAccount>, PasswordHasher<UserAccount>>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = options.PasswordIterations);
        services.AddSignInLimits(options);
        AddKeys(services, options);
        AddSchemes(services, options);
        services.AddSingleton<IAuthorizationHandler, CurrentSessionHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, SessionOutcome>();
        services.AddAuthorization(o =>
        {
            o.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new CurrentSession(false)).Build();
            o.FallbackPolicy = o.DefaultPolicy;
            o.AddPolicy(PasswordChangePolicy, p => p.RequireAuthenticatedUser().AddRequirements(new CurrentSession(true)));
        });
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "netthreat-forms";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }

    private static void AddKeys(IServiceCollection services, WebOptions options)
    {
        var protection = services.AddDataProtection().SetApplicationName("NetThreat");
        if (options.DataFolder is null)
        {
            protection.UseEphemeralDataProtectionProvider();
            return;
        }
        var folder = new DirectoryInfo(Path.Combine(options.DataFolder, "keys"));
        if (OperatingSystem.IsWindows()) folder.Create();
        else Directory.CreateDirectory(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        protection.PersistKeysToFileSystem(folder);
    }

    private static void AddSchemes(IServiceCollection services, WebOptions options) => services.AddAuthentication(Either)
        .AddPolicyScheme(Either, null, o =>
        {
            o.ForwardDefaultSelector = context => context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? BearerTokenDefaults.AuthenticationScheme : CookieAuthenticationDefaults.AuthenticationScheme;
        })
        .AddBearerToken(o => o.BearerTokenExpiration = options.TokenLifetime)
        .AddCookie(o =>
        {
            o.Cookie.Name = "netthreat-session";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.ExpireTimeSpan = options.SessionLifetime;
            o.SlidingExpiration = true;
            o.LoginPath = "/sign-in";
            o.ReturnUrlParameter = "to";
            o.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
            o.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        });

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (Api.ProblemPages.IsForPrograms(context.Request))
        {
            context.Response.StatusCode = status;
            if (status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        }
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
