using System.Net;
using NetThreat.Testing.Samples;
using NetThreat.Web;
using NetThreat.Web.Live;

namespace NetThreat.Tests.Web;

/// <summary>/api/v1/incidents/stream.</summary>
public sealed class StreamApiTests
{
    [Fact]
    public async Task Revisions_arrive_as_events()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        using var stream = new StreamReader(await client.GetStreamAsync("/api/v1/incidents/stream"));
        Assert.Equal(": from now on", await stream.ReadLineAsync());
        await server.PublishAsync(AttackStory.PortScan(), AttackStory.SynFlood());
        Assert.Equal("", await stream.ReadLineAsync());
        Assert.Equal("event: incident", await stream.ReadLineAsync());
        Assert.Equal($"id: {AttackStory.PortScan().Id}:1", await stream.ReadLineAsync());
        string data = (await stream.ReadLineAsync())!;
        Assert.StartsWith("data: {", data, StringComparison.Ordinal);
        Assert.Contains("\"risk\":0.83", data, StringComparison.Ordinal);
        Assert.Equal("", await stream.ReadLineAsync());
        Assert.Equal("event: incident", await stream.ReadLineAsync());
    }

    [Fact]
    public async Task Streams_beyond_the_limit_are_refused()
    {
        await using var server = await DashboardServer.StartAsync(new() { Port = 0, MaxEventStreams = 1 });
        using var client = await server.SignedInAsync();
        using var open = await client.GetAsync("/api/v1/incidents/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", open.Content.Headers.ContentType!.MediaType);
        var problem = await client.GetJsonAsync("/api/v1/incidents/stream", HttpStatusCode.ServiceUnavailable);
        Assert.Contains("MaxEventStreams", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_the_server_ends_the_stream()
    {
        var server = await DashboardServer.StartAsync();
        using var client = await server.SignedInAsync();
        using var stream = new StreamReader(await client.GetStreamAsync("/api/v1/incidents/stream"));
        await stream.ReadLineAsync();
        await stream.ReadLineAsync();
        var rest = stream.ReadToEndAsync();
        await server.DisposeAsync();
        Assert.Equal("", await rest.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_slow_reader_loses_the_oldest_and_learns_how_many()
    {
        var broadcast = new IncidentBroadcast(new WebOptions());
        using var reader = broadcast.TrySubscribe()!;
        broadcast.Publish([.. Enumerable.Repeat(AttackStory.PortScan(), IncidentSubscription.Capacity + 5)]);
        Assert.Equal(5, reader.TakeLost());
        Assert.Equal(0, reader.TakeLost());
        int left = 0;
        while (reader.Reader.TryRead(out _)) left++;
        Assert.Equal(IncidentSubscription.Capacity, left);
    }
}
