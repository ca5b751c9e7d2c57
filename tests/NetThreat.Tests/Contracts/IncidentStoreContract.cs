using System.Text.Json;
using System.Text.Json.Serialization;
using NetThreat.Core.Incidents;
using NetThreat.Core.Net;
using NetThreat.Core.Stores;
using NetThreat.Testing.Samples;

namespace NetThreat.Tests.Contracts;

/// <summary>What every incident store does.</summary>
public abstract class IncidentStoreContract : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Flat = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    protected abstract IIncidentWriter Writer { get; }

    protected abstract IIncidentReader Reader { get; }

    protected abstract IIncidentHandlingStore Handling { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task An_incident_comes_back_as_it_was_written_and_only_a_higher_revision_writes()
    {
        var random = new Random(1);
        var first = FindingSamples.Incident(random, revision: 2);
        var later = FindingSamples.Incident(random, first.Id, 3);
        await Writer.WriteAsync([first], default);
        await Writer.WriteAsync([later, FindingSamples.Incident(random, first.Id, 1), FindingSamples.Incident(random, first.Id, 3)], default);
        var view = await Reader.GetAsync(first.Id, default);
        Assert.Equal(JsonSerializer.Serialize(later, Flat), JsonSerializer.Serialize(view!.Incident, Flat));
        Assert.Equal(IncidentHandling.Untouched, view.Handling);
        Assert.Equal(1, await Reader.CountAsync(default));
        Assert.Null(await Reader.GetAsync(FlowSamples.Id(random), default));
    }

    [Fact]
    public async Task What_people_set_survives_new_revisions_and_needs_the_present_version()
    {
        var random = new Random(2);
        var incident = FindingSamples.Incident(random);
        Assert.Null(await Handling.SetAsync(incident.Id, IncidentState.Closed, null, null, 0, default));
        await Writer.WriteAsync([incident], default);
        var set = await Handling.SetAsync(incident.Id, IncidentState.Acknowledged, "ana", "looking", 0, default);
        Assert.Equal(new(IncidentState.Acknowledged, "ana", "looking", 1), set);
        Assert.Null(await Handling.SetAsync(incident.Id, IncidentState.Closed, "bo", null, 0, default));
        await Writer.WriteAsync([FindingSamples.Incident(random, incident.Id, 2)], default);
        var view = await Reader.GetAsync(incident.Id, default);
        Assert.Equal((2, set), (view!.Incident.Revision, view.Handling));
        var closed = await Handling.SetAsync(incident.Id, IncidentState.Closed, null, null, 1, default);
        Assert.Equal(new(IncidentState.Closed, null, null, 2), closed);
    }

    [Fact]
    public async Task Pages_cover_a_query_once_newest_first()
    {
        var random = new Random(3);
        var incidents = Enumerable.Range(0, 60).Select(i => FindingSamples.Incident(random)).ToList();
        await Writer.WriteAsync(incidents, default);
        for (int n = 0; n < 40; n++)
        {
            var query = Query(random);
            var expected = incidents.Where(i => Matches(query, i)).OrderByDescending(i => i.Updated.Nanoseconds).ThenByDescending(i => i.Id).Select(i => i.Id);
            var seen = new List<IncidentView>();
            string? cursor = null;
            do
            {
                var page = await Reader.QueryAsync(query with { Cursor = cursor }, default);
                seen.AddRange(page.Rows);
                cursor = page.Next;
            }
            while (cursor is not null);
            Assert.Equal(expected, seen.Select(v => v.Incident.Id));
        }
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Reader.QueryAsync(new(Cursor: "nonsense"), default));
    }

    [Fact]
    public async Task The_state_is_a_condition()
    {
        var random = new Random(4);
        var incidents = Enumerable.Range(0, 5).Select(_ => FindingSamples.Incident(random)).ToList();
        await Writer.WriteAsync(incidents, default);
        await Handling.SetAsync(incidents[2].Id, IncidentState.Closed, null, null, 0, default);
        Assert.Equal(4, (await Reader.QueryAsync(new(State: IncidentState.Open), default)).Rows.Count);
        Assert.Equal(incidents[2].Id, Assert.Single((await Reader.QueryAsync(new(State: IncidentState.Closed), default)).Rows).Incident.Id);
    }

    private static IncidentQuery Query(Random random) => new(
        Site: random.Next(3) == 0 ? "site" : null,
        Host: random.Next(2) == 0 ? FlowSamples.Address(random) : null,
        Technique: random.Next(3) == 0 ? "T1498.001" : null,
        MinRisk: random.Next(3) == 0 ? 0.5 : null,
        From: random.Next(3) == 0 ? FlowSamples.Epoch + TimeSpan.FromMinutes(30) : null,
        To: random.Next(3) == 0 ? FlowSamples.Epoch + TimeSpan.FromMinutes(45) : null,
        Limit: random.Next(1, 20));

    private static bool Matches(IncidentQuery q, Incident i) =>
        (q.Site is null || q.Site == i.Site) && (q.Host is not { } h || Touches(i, h)) && (q.Technique is null || i.Techniques.Contains(q.Technique))
        && (q.MinRisk is null || i.Risk >= q.MinRisk) && (q.From is null || i.Last >= q.From) && (q.To is null || i.First < q.To);

    private static bool Touches(Incident i, Address host) => i.KeyEntity.Value == host.ToString() || i.Attackers.Sample.Contains(host) || i.Victims.Sample.Contains(host);
}
