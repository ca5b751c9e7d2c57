using System.Net;
using NetThreat.Testing.Samples;

namespace NetThreat.Tests.Web;

/// <summary>/api/v1/incidents.</summary>
public sealed class IncidentApiTests
{
    private static readonly string s_scan = $"/api/v1/incidents/{AttackStory.PortScan().Id}";

    [Fact]
    public async Task The_list_is_newest_first_and_its_pages_are_the_whole()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.PublishAsync([.. AttackStory.All]);
        using var client = await server.SignedInAsync();
        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await client.GetJsonAsync($"/api/v1/incidents?limit=3{(cursor.Length > 0 ? $"&cursor={Uri.EscapeDataString(cursor)}" : "")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("title").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        Assert.Equal(4, seen.Count);
        Assert.StartsWith("SYN flood", seen[0], StringComparison.Ordinal);
        Assert.StartsWith("Ping sweep", seen[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host=10.20.3.44", 2)]
    [InlineData("host=10.20.3.44&technique=T1018", 1)]
    [InlineData("minRisk=0.9", 1)]
    [InlineData("state=open", 4)]
    [InlineData("state=closed", 0)]
    [InlineData("site=elsewhere", 0)]
    [InlineData("from=2026-11-20T13:15:00Z", 1)]
    [InlineData("to=2026-11-20T14:08:00%2B01:00", 1)]
    public async Task Filters_hold(string query, int expected)
    {
        await using var server = await DashboardServer.StartAsync();
        await server.PublishAsync([.. AttackStory.All]);
        using var client = await server.SignedInAsync();
        Assert.Equal(expected, (await client.GetJsonAsync("/api/v1/incidents?" + query)).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("host=10.0.0.999", "host")]
    [InlineData("host=", "host")]
    [InlineData("host=10.0.0.1&host=10.0.0.2", "host")]
    [InlineData("minRisk=1.5", "minRisk")]
    [InlineData("minRisk=NaN", "minRisk")]
    [InlineData("state=Open", "state")]
    [InlineData("state=1", "state")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-11-20T13:15:00", "from")]
    [InlineData("from=9999-11-20T13:15:00Z", "from")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=%2B5", "limit")]
    [InlineData("cursor=invented", "cursor")]
    [InlineData("hots=10.0.0.1", "hots")]
    public async Task A_bad_query_is_refused_and_the_parameter_named(string query, string parameter)
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        using var answer = await client.GetAsync("/api/v1/incidents?" + query);
        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(parameter, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Contains(parameter, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_incident_comes_with_numbers_flows_and_techniques_by_name()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.PublishAsync(AttackStory.PortScan());
        using var client = await server.SignedInAsync();
        var answer = await client.GetJsonAsync(s_scan);
        var incident = answer.GetProperty("incident");
        Assert.Equal("2026-11-20T13:08:40.000000Z", incident.GetProperty("first").GetString());
        Assert.Equal("attacker", incident.GetProperty("keyEntity").GetProperty("role").GetString());
        Assert.Equal("Network Service Discovery", incident.GetProperty("techniques")[0].GetProperty("name").GetString());
        var finding = answer.GetProperty("findings")[0];
        Assert.Equal(996, finding.GetProperty("evidence")[0].GetProperty("value").GetDouble());
        Assert.Equal(20, finding.GetProperty("evidence")[0].GetProperty("threshold").GetDouble());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, finding.GetProperty("evidence")[1].GetProperty("threshold").ValueKind);
        Assert.Equal(6, finding.GetProperty("flows").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/v1/incidents/00000000000000000000000000000000")]
    [InlineData("/api/v1/incidents/not-an-id")]
    [InlineData("/api/v1/flows/00000000000000000000000000000000")]
    [InlineData("/api/v1/nothing")]
    public async Task What_is_not_there_is_a_problem_with_404(string path)
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        var problem = await client.GetJsonAsync(path, HttpStatusCode.NotFound);
        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_store_that_fails_is_a_problem_without_its_secrets()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        server.Incidents.Failure = new IOException("password of the store: hunter2");
        using var answer = await client.GetAsync("/api/v1/incidents");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.Contains("\"status\":500", text, StringComparison.Ordinal);
    }
}
