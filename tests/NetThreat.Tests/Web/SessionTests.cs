using System.Net;
using System.Net.Http.Json;
using NetThreat.Core.Stores;
using NetThreat.Web;

namespace NetThreat.Tests.Web;

/// <summary>Signing in, signing out, changing the password.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData("admin", "wrong")]
    [InlineData("nobody", "wrong")]
    [InlineData("", "")]
    public async Task A_wrong_name_and_a_wrong_password_get_the_same_answer(string name, string password)
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = server.Client();
        using var answer = await client.SignInAsync(name, password);
        var problem = await answer.JsonAsync(HttpStatusCode.Unauthorized);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("wrong name or password", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("""{"name":"admin"}""")]
    [InlineData("""{"name":"admin","password":"x","role":"root"}""")]
    [InlineData("""{"name":"admin","password":null}""")]
    [InlineData("nonsense")]
    public async Task A_body_of_another_shape_is_refused(string body)
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = server.Client();
        using var answer = await client.PostAsync("/api/v1/session", Json.Body(body));
        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);
        Assert.StartsWith("the request body is not the JSON", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_good_until_sign_out()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        using var other = await server.SignedInAsync();
        Assert.Equal("admin", (await client.GetJsonAsync("/api/v1/session")).GetProperty("name").GetString());
        using var gone = await client.DeleteAsync("/api/v1/session");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        await client.GetJsonAsync("/api/v1/session", HttpStatusCode.Unauthorized);
        await other.GetJsonAsync("/api/v1/session");
    }

    [Fact]
    public async Task A_changed_password_ends_every_session()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        using var changed = await client.PostAsJsonAsync("/api/v1/session/password", new { current = server.Password, password = "a new and longer one" });
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await client.GetJsonAsync("/api/v1/incidents", HttpStatusCode.Unauthorized);
        using var stranger = server.Client();
        using var old = await stranger.SignInAsync("admin", server.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        using var fresh = await stranger.SignInAsync("admin", "a new and longer one");
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaaaaaaaaa")]
    [InlineData("my name is admin 2026")]
    public async Task A_weak_password_is_refused_by_name(string password)
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        using var answer = await client.PostAsJsonAsync("/api/v1/session/password", new { current = server.Password, password });
        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);
        Assert.True(problem.GetProperty("errors").TryGetProperty("password", out _));
        await client.GetJsonAsync("/api/v1/incidents");
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        await using var server = await DashboardServer.StartAsync(new() { Port = 0, SignInAttemptsPerMinute = 3 });
        using var client = server.Client();
        for (int i = 0; i < 3; i++)
        {
            using var wrong = await client.SignInAsync("admin", "guess");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }
        using var answer = await client.SignInAsync("admin", server.Password);
        await answer.JsonAsync(HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromSeconds(60), answer.Headers.RetryAfter!.Delta);
        using var other = await client.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_user_that_must_change_the_password_can_do_nothing_else()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        var account = (await server.Users.FindAsync("admin", default))!;
        await server.Users.SaveAsync(account with { MustChangePassword = true }, default);
        await client.GetJsonAsync("/api/v1/incidents", HttpStatusCode.Forbidden);
        using var page = await client.GetAsync("/");
        Assert.Equal("/account", page.Headers.Location!.ToString());
        using var changed = await client.PostAsJsonAsync("/api/v1/session/password", new { current = server.Password, password = "a new and longer one" });
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.False((await server.Users.FindAsync("admin", default))!.MustChangePassword);
    }

    [Fact]
    public async Task Only_a_start_without_users_makes_one()
    {
        await using var first = await DashboardServer.StartAsync();
        Assert.Matches("^[a-zA-Z3-9]{20}$", first.Password);
        var account = (await first.Users.FindAsync("admin", default))!;
        Assert.DoesNotContain(first.Password, account.PasswordHash, StringComparison.Ordinal);
        await using var second = await DashboardServer.StartAsync(before: s => s.Users.SaveAsync(new UserAccount("someone", "hash", "stamp", false), default).AsTask().Wait());
        Assert.Throws<InvalidOperationException>(() => second.Password);
    }

    [Fact]
    public void Hashing_is_as_slow_as_recommended() => Assert.Equal(210_000, new WebOptions().PasswordIterations);

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("name", "admin"), new("password", server.Password)]);
        using var answer = await client.PostAsync("/session/sign-in", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_for_scripts_and_other_sites_and_survives_a_restart()
    {
        string folder = Directory.CreateTempSubdirectory("netthreat-web-").FullName;
        try
        {
            var options = new WebOptions { Port = 0, DataFolder = folder };
            UserAccount account;
            string cookie;
            await using (var server = await DashboardServer.StartAsync(options))
            {
                cookie = await CookieAsync(server);
                Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
                account = (await server.Users.FindAsync("admin", default))!;
            }
            await using var again = await DashboardServer.StartAsync(options, before: s => s.Users.SaveAsync(account, default).AsTask().Wait());
            using var client = again.Client();
            client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
            await client.GetJsonAsync("/api/v1/session");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>Signs in through the form as a browser does.</summary>
    private static async Task<string> CookieAsync(DashboardServer server)
    {
        using var client = server.Client();
        using var page = await client.GetAsync("/sign-in");
        string html = await page.Content.ReadAsStringAsync();
        string token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        client.DefaultRequestHeaders.Add("Cookie", page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var form = new FormUrlEncodedContent([new("name", "admin"), new("password", server.Password), new("to", "//elsewhere.example"), new("__RequestVerificationToken", token)]);
        using var answer = await client.PostAsync("/session/sign-in", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location!.ToString());
        return answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("netthreat-session=", StringComparison.Ordinal));
    }
}
