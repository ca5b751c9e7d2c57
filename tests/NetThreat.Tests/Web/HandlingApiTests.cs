using System.Net;
using NetThreat.Core.Incidents;
using NetThreat.Testing.Samples;

namespace NetThreat.Tests.Web;

/// <summary>PATCH of what people set.</summary>
public sealed class HandlingApiTests
{
    private static readonly string s_scan = $"/api/v1/incidents/{AttackStory.PortScan().Id}";

    [Fact]
    public async Task A_patch_changes_what_it_names_and_nothing_else()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.PublishAsync(AttackStory.PortScan());
        using var client = await server.SignedInAsync();
        using var read = await client.GetAsync(s_scan);
        string tag = read.Headers.ETag!.ToString();
        using var first = await client.PatchAsync(s_scan, """{"state":"acknowledged","assignee":"ada","comment":"looking"}""", tag);
        await first.JsonAsync();
        using var second = await client.PatchAsync(s_scan, """{"assignee":null}""", first.Headers.ETag!.ToString(), "application/merge-patch+json");
        await second.JsonAsync();
        var handling = (await client.GetJsonAsync(s_scan)).GetProperty("incident").GetProperty("handling");
        Assert.Equal("acknowledged", handling.GetProperty("state").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, handling.GetProperty("assignee").ValueKind);
        Assert.Equal("looking", handling.GetProperty("comment").GetString());
    }

    [Fact]
    public async Task A_stale_tag_changes_nothing_and_a_new_revision_of_the_incident_is_no_conflict()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.PublishAsync(AttackStory.PortScan());
        using var client = await server.SignedInAsync();
        using var read = await client.GetAsync(s_scan);
        string tag = read.Headers.ETag!.ToString();
        await server.PublishAsync(AttackStory.PortScan(revision: 2));
        using var ok = await client.PatchAsync(s_scan, """{"state":"acknowledged"}""", tag);
        Assert.Equal(HttpStatusCode.OK, ok.StatusCode);
        using var stale = await client.PatchAsync(s_scan, """{"state":"closed"}""", tag);
        var problem = await stale.JsonAsync(HttpStatusCode.PreconditionFailed);
        Assert.Contains(ok.Headers.ETag!.ToString(), problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(IncidentState.Acknowledged, (await server.Incidents.GetAsync(AttackStory.PortScan().Id, default))!.Handling.State);
    }

    [Fact]
    public async Task A_change_without_a_tag_is_refused_and_a_star_overwrites()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.PublishAsync(AttackStory.PortScan());
        using var client = await server.SignedInAsync();
        using var without = await client.PatchAsync(s_scan, """{"state":"closed"}""", null);
        await without.JsonAsync(HttpStatusCode.PreconditionRequired);
        using var star = await client.PatchAsync(s_scan, """{"state":"closed"}""", "*");
        Assert.Equal("closed", (await star.JsonAsync()).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("""{"state":"done"}""", "state")]
    [InlineData("""{"state":1}""", "state")]
    [InlineData("""{"state":null}""", "state")]
    [InlineData("""{"comment":5}""", "comment")]
    [InlineData("""{"severity":"low"}""", "severity")]
    [InlineData("""[]""", "body")]
    [InlineData("""{"state":""", "body")]
    [InlineData("", "body")]
    public async Task A_bad_body_is_refused_by_member(string body, string member)
    {
        await using var server = await DashboardServer.StartAsync();
        await server.PublishAsync(AttackStory.PortScan());
        using var client = await server.SignedInAsync();
        using var answer = await client.PatchAsync(s_scan, body, "*");
        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal(member, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal(0, (await server.Incidents.GetAsync(AttackStory.PortScan().Id, default))!.Handling.Version);
    }

    [Fact]
    public async Task A_body_that_is_too_long_or_of_another_type_is_refused()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.PublishAsync(AttackStory.PortScan());
        using var client = await server.SignedInAsync();
        using var text = await client.PatchAsync(s_scan, "state=closed", "*", "text/plain");
        await text.JsonAsync(HttpStatusCode.UnsupportedMediaType);
        using var note = await client.PatchAsync(s_scan, $$"""{"comment":"{{new string('x', 2001)}}"}""", "*");
        await note.JsonAsync(HttpStatusCode.BadRequest);
        using var huge = await client.PatchAsync(s_scan, $$"""{"comment":"{{new string('x', 70_000)}}"}""", "*");
        await huge.JsonAsync(HttpStatusCode.RequestEntityTooLarge);
    }
}
