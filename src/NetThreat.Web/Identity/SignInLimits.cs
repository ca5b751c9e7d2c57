using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace NetThreat.Web.Identity;

/// <summary>Limits guessing: so many attempts per minute of one address, and of all together.</summary>
internal static class SignInLimits
{
    public const string Policy = "sign-in";

    public static IServiceCollection AddSignInLimits(this IServiceCollection services, WebOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, int>(context =>
            context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == Policy
                ? RateLimitPartition.GetFixedWindowLimiter(1, _ => Window(options.SignInAttemptsPerMinuteInAll))
                : RateLimitPartition.GetNoLimiter(0));
        limiter.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(Origin(context.Connection.RemoteIpAddress), _ => Window(options.SignInAttemptsPerMinute)));
        limiter.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "60";
            if (!Api.ProblemPages.IsForPrograms(rejected.HttpContext.Request)) rejected.HttpContext.Response.Redirect("/sign-in?reason=limit");
            return ValueTask.CompletedTask;
        };
    });

    private static FixedWindowRateLimiterOptions Window(int attempts) => new() { PermitLimit = attempts, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 };

    /// <summary>The address; of IPv6 the /64, the smallest block one customer is given (RFC 6177 section 2).</summary>
    internal static string Origin(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
