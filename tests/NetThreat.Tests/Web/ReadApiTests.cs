using System.Net;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Testing.Samples;

namespace NetThreat.Tests.Web;

/// <summary>Flows, ledger, sensors, health, metrics and the description.</summary>
public sealed class ReadApiTests
{
    [Theory]
    [InlineData("", 12)]
    [InlineData("host=10.20.0.15", 12)]
    [InlineData("host=10.20.0.15&peer=203.0.113.66&port=22", 2)]
    [InlineData("host=10.20.0.15&peer=10.9.9.9", 0)]
    [InlineData("service=ssh", 2)]
    [InlineData("protocol=tcp&to=2026-11-20T13:10:00Z", 6)]
    [InlineData("protocol=17", 0)]
    public async Task Flows_are_found(string query, int expected)
    {
        await using var server = await DashboardServer.StartAsync();
        await server.Flows.WriteAsync(AttackStory.Flows, default);
        using var client = await server.SignedInAsync();
        var items = (await client.GetJsonAsync("/api/v1/flows?" + query)).GetProperty("items");
        Assert.Equal(expected, items.GetArrayLength());
        foreach (var flow in items.EnumerateArray()) Assert.Equal("tcp", flow.GetProperty("protocol").GetString());
    }

    [Theory]
    [InlineData("port=65536", "port")]
    [InlineData("protocol=tcpp", "protocol")]
    [InlineData("peer=10.0.0.1", "peer")]
    [InlineData("limit=1001", "limit")]
    [InlineData("ports=80", "ports")]
    public async Task A_bad_flow_query_is_refused_and_the_parameter_named(string query, string parameter)
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        var problem = await client.GetJsonAsync("/api/v1/flows?" + query, HttpStatusCode.BadRequest);
        Assert.Equal(parameter, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task One_flow_shows_both_sides()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.Flows.WriteAsync(AttackStory.Flows, default);
        using var client = await server.SignedInAsync();
        var flow = await client.GetJsonAsync($"/api/v1/flows/{AttackStory.Flows[3].Record.Id}");
        Assert.Equal("203.0.113.66", flow.GetProperty("originator").GetProperty("address").GetString());
        Assert.Equal(22, flow.GetProperty("responder").GetProperty("port").GetInt32());
        Assert.Equal("RSTO", flow.GetProperty("state").GetString());
        Assert.Equal("SSH-2.0-OpenSSH_9.6", flow.GetProperty("application").GetProperty("sshServer").GetString());
    }

    [Fact]
    public async Task What_the_models_say_of_a_flow_is_explained_on_demand()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.Flows.WriteAsync(AttackStory.Flows, default);
        using var client = await server.SignedInAsync();
        var id = AttackStory.Flows[3].Record.Id;
        var none = await client.GetJsonAsync($"/api/v1/flows/{id}/scores", HttpStatusCode.NotFound);
        Assert.Contains("no model is active", none.GetProperty("detail").GetString(), StringComparison.Ordinal);
        server.Scorer.Answer = FindingSamples.Score(new Random(3)) with { Flow = id, Attack = double.NaN };
        var score = await client.GetJsonAsync($"/api/v1/flows/{id}/scores");
        Assert.Equal(id.ToString(), score.GetProperty("flow").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, score.GetProperty("attack").ValueKind);
        var part = score.GetProperty("parts")[0];
        Assert.Equal(("benign-forest@1", "anomaly", "bytes"), (part.GetProperty("model").GetString(), part.GetProperty("task").GetString(), part.GetProperty("contributions")[1].GetProperty("column").GetString()));
        await client.GetJsonAsync("/api/v1/flows/00000000000000000000000000000001/scores", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_ledger_shows_losses_and_whether_it_balances()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.Ledger.WriteAsync(AttackStory.Report(DateTimeOffset.UnixEpoch, 100).Ledger, default);
        await server.Ledger.WriteAsync([new("detect", "records", "netthreat.flows.v1/0", AttackStory.Start, 10, 7, 1, [], 1)], default);
        using var client = await server.SignedInAsync();
        var meter = (await client.GetJsonAsync("/api/v1/ledger?stage=meter")).GetProperty("items")[0];
        Assert.Equal(800, meter.GetProperty("dropped").GetProperty("not_ip").GetInt64());
        var detect = (await client.GetJsonAsync("/api/v1/ledger?stream=netthreat.flows.v1/0")).GetProperty("items")[0];
        Assert.False(detect.GetProperty("balanced").GetBoolean());
        Assert.Equal(2, detect.GetProperty("unaccounted").GetInt64());
        await client.GetJsonAsync("/api/v1/ledger?minute=1", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Sensors_show_their_latest_report_and_junk_on_the_bus_is_passed_over()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        await server.Bus.PublishAsync([new(Topics.Sensors, 0, new byte[] { 0xFF, 0xFF, 0xFF })], default);
        for (int second = 1; second <= 3; second++) await server.PublishAsync(AttackStory.Report(DateTimeOffset.UnixEpoch, second));
        var sensor = await Until.NotNullAsync(async () =>
        {
            var items = (await client.GetJsonAsync("/api/v1/sensors")).GetProperty("items");
            return items.GetArrayLength() == 1 && items[0].GetProperty("records").GetInt64() == 420 * 3 ? items[0] : (System.Text.Json.JsonElement?)null;
        });
        Assert.Equal("eth0", sensor.GetProperty("source").GetString());
        Assert.Equal(3, sensor.GetProperty("ledger").GetArrayLength());
        Assert.Contains("netthreat_web_live_undecodable_total{topic=\"netthreat.sensors.v1\"}", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_tells_strangers_the_state_and_only_signed_in_callers_the_detail()
    {
        await using var server = await DashboardServer.StartAsync();
        using var stranger = server.Client();
        using var client = await server.SignedInAsync();
        await Until.TrueAsync(() => Task.FromResult(server.Health.IsReady));
        Assert.Equal("ready", (await stranger.GetJsonAsync("/health/ready")).GetProperty("status").GetString());
        server.Health.Set("store", HealthState.Failed, "disk full on volume 7");
        using var answer = await stranger.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.DoesNotContain("volume 7", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var known = await client.GetAsync("/health/ready");
        Assert.Contains("volume 7", await known.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("live", (await stranger.GetJsonAsync("/health/live")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Metrics_are_for_this_machine_and_for_signed_in_callers()
    {
        await using var server = await DashboardServer.StartAsync();
        using var local = server.Client();
        string text = await local.GetStringAsync("/metrics");
        Assert.Contains("# TYPE dotnet_gc_collections_total counter", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line =>
            Assert.Matches("""^(# (HELP|TYPE) [a-zA-Z_][a-zA-Z0-9_]* .+|[a-zA-Z_][a-zA-Z0-9_]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)*\})? \S+)$""", line));
        using var client = await server.SignedInAsync();
        foreach (var (header, value) in new[] { ("X-Forwarded-For", "198.51.100.7"), ("Host", "attacker.example") })
        {
            using var foreign = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            foreign.Headers.TryAddWithoutValidation(header, value);
            using var refused = await local.SendAsync(foreign);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7");
        Assert.Contains("netthreat_web_sign_in_attempts_total", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_is_OpenAPI_3_1_with_every_path_and_parameter()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        var document = await client.GetJsonAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths");
        foreach (string path in new[] { "/api/v1/session", "/api/v1/incidents", "/api/v1/incidents/{id}", "/api/v1/incidents/stream", "/api/v1/flows", "/api/v1/flows/{id}", "/api/v1/ledger", "/api/v1/sensors", "/health/ready", "/metrics" })
            Assert.True(paths.TryGetProperty(path, out _), path);
        var names = paths.GetProperty("/api/v1/incidents").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()!);
        Assert.Equal(["cursor", "from", "host", "limit", "minRisk", "site", "state", "technique", "to"], names.Order(StringComparer.Ordinal));
    }
}
