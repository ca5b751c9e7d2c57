using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace NetThreat.Tests.Web;

/// <summary>Nothing but what is listed here answers a caller without credentials.</summary>
public sealed class AccessTests
{
    private static readonly HashSet<string> s_open =
    [
        "/assets/{digest}/{name}", "/_framework/blazor.web.js", "/health/live", "/health/ready", "/metrics", "/session/sign-in", "/api/v1/session POST", "/sign-in",
    ];

    [Fact]
    public async Task Every_endpoint_but_the_listed_ones_asks_for_credentials()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = server.Client();
        var checkedPaths = new List<string>();
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            string pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            foreach (string method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
            {
                if (s_open.Contains(pattern) || s_open.Contains($"{pattern} {method}")) continue;
                using var request = new HttpRequestMessage(new(method), Fill(endpoint));
                using var answer = await client.SendAsync(request);
                bool refused = answer.StatusCode == HttpStatusCode.Unauthorized
                    || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/sign-in", StringComparison.Ordinal));
                Assert.True(refused, $"{method} {pattern} answered {(int)answer.StatusCode} {answer.Headers.Location} without credentials");
                checkedPaths.Add(pattern);
            }
        }
        Assert.Contains("/api/v1/incidents", checkedPaths);
        Assert.Contains("/api/v1/incidents/stream", checkedPaths);
        Assert.Contains("/openapi/{documentName}.json", checkedPaths);
        Assert.Contains("/", checkedPaths);
        Assert.Contains(checkedPaths, p => p.StartsWith("/_blazor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nothing/here")]
    [InlineData("/incidents/00000000000000000000000000000001")]
    public async Task A_page_leads_a_stranger_to_the_sign_in(string path)
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = server.Client();
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task Answers_carry_headers_that_forbid_frames_foreign_scripts_and_caching()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        foreach (string path in new[] { "/", "/sign-in", "/api/v1/incidents", "/api/v1/nothing", "/health/live" })
        {
            using var answer = await client.GetAsync(path);
            string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.True(answer.Headers.CacheControl!.NoStore, path);
        }
    }

    [Fact]
    public async Task Assets_are_kept_for_ever_under_their_digest()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = server.Client();
        string page = await client.GetStringAsync("/sign-in");
        var paths = System.Text.RegularExpressions.Regex.Matches(page, "/assets/[0-9a-f]+/[a-z.]+").Select(m => m.Value).Distinct().ToList();
        Assert.Equal(5, paths.Count);
        foreach (string path in paths)
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(TimeSpan.FromDays(365), answer.Headers.CacheControl!.MaxAge);
        }
        using var stale = await client.GetAsync("/assets/0000000000000000/base.css");
        Assert.Equal(HttpStatusCode.NotFound, stale.StatusCode);
    }

    private static string Fill(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
        _ => "x",
    }))));
}
