using NetThreat.Core.Flows;
using NetThreat.Core.Stores;
using NetThreat.Core.Time;
using NetThreat.Testing.Samples;
using NetThreat.Tests.Core.Wire;

namespace NetThreat.Tests.Contracts;

/// <summary>What every flow store does.</summary>
public abstract class FlowStoreContract : IAsyncLifetime
{
    protected abstract IFlowWriter Writer { get; }

    protected abstract IFlowReader Reader { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task A_flow_comes_back_as_it_was_written()
    {
        var flows = Flows(1, 50);
        await Writer.WriteAsync(flows, default);
        Assert.Equal(50, await Reader.CountAsync(default));
        var back = (await Reader.GetAsync([.. flows.Select(f => f.Record.Id)], default)).ToDictionary(f => f.Record.Id);
        foreach (var f in flows)
        {
            Assert.Equal((f.Vantage, f.Stream), (back[f.Record.Id].Vantage, back[f.Record.Id].Stream));
            SameFlow.Assert(f.Record, back[f.Record.Id].Record);
        }
        Assert.Empty(await Reader.GetAsync([FlowSamples.Id(new Random(99))], default));
    }

    [Fact]
    public async Task Only_a_higher_segment_writes()
    {
        var r = FlowSamples.Record(new Random(2));
        foreach (var (segment, history) in new[] { (1, "a"), (0, "b"), (3, "c"), (2, "d"), (3, "e") })
            await Writer.WriteAsync([Stored(Copy(r, r.Start, segment, history))], default);
        Assert.Equal(1, await Reader.CountAsync(default));
        var row = Assert.Single((await Reader.QueryAsync(new(), default)).Rows);
        Assert.Equal((3, "c"), (row.Record.Segment, row.Record.History));
    }

    [Fact]
    public async Task A_row_has_the_transactions_of_all_its_segments()
    {
        var r = FlowSamples.Record(new Random(2)) with { Segment = 0, Final = false, Features = null };
        DnsTransaction asked = new("a.example", 1, -1, 0, 7), answered = asked with { ResponseCode = 0, Answers = 2 }, other = new("b.example", 28, 3, 0, 8);
        await Writer.WriteAsync([Stored(r with { Application = Dns(1, asked) })], default);
        await Writer.WriteAsync([Stored(r with { Segment = 1, Application = Dns(0, answered) })], default);
        await Writer.WriteAsync([Stored(r with { Segment = 1, Application = Dns(5, other) })], default);
        await Writer.WriteAsync([Stored(r with { Segment = 2, Application = Dns(1, other) })], default);
        await Writer.WriteAsync([Stored(r with { Segment = 3, Application = Dns(0) })], default);
        var facts = Assert.Single(await Reader.GetAsync([r.Id], default)).Record.Application!;
        Assert.Equal((2, "dns"), (facts.DnsQueries, facts.Service));
        Assert.Equal([answered, other], facts.Dns);

        static ApplicationFacts Dns(int queries, params DnsTransaction[] transactions) => new() { Service = "dns", Dns = transactions, DnsQueries = queries };
    }

    [Fact]
    public async Task Pages_cover_a_query_once_newest_first_while_rows_are_added()
    {
        var random = new Random(33);
        var flows = Flows(3, 300);
        await Writer.WriteAsync(flows, default);
        for (int n = 0; n < 30; n++)
        {
            var query = Query(random);
            var expected = flows.Where(f => Matches(query, f)).OrderByDescending(f => f.Record.Start.Nanoseconds).ThenByDescending(f => f.Record.Id).Select(f => f.Record.Id).ToList();
            var seen = new List<StoredFlow>();
            string? cursor = null;
            do
            {
                var page = await Reader.QueryAsync(query with { Cursor = cursor }, default);
                Assert.InRange(page.Rows.Count, page.Next is null ? 0 : query.Limit, query.Limit);
                seen.AddRange(page.Rows);
                cursor = page.Next;
                // Newer than every page after the first.
                var newer = Stored(Moved(FlowSamples.Record(random), FlowSamples.Epoch + TimeSpan.FromDays(1 + n)));
                if (cursor is not null) await Writer.WriteAsync([newer], default);
            }
            while (cursor is not null);
            Assert.Equal(expected, seen.Where(f => f.Record.Start < FlowSamples.Epoch + TimeSpan.FromDays(1)).Select(f => f.Record.Id));
            Assert.Equal(seen.Count, seen.DistinctBy(f => f.Record.Id).Count());
        }
    }

    [Fact]
    public async Task A_cursor_of_another_query_or_of_nobody_is_refused()
    {
        await Writer.WriteAsync(Flows(4, 10), default);
        var page = await Reader.QueryAsync(new(Limit: 3), default);
        Assert.NotNull(page.Next);
        Assert.Equal(3, (await Reader.QueryAsync(new(Limit: 3, Cursor: page.Next), default)).Rows.Count);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Reader.QueryAsync(new(Site: "x", Cursor: page.Next), default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Reader.QueryAsync(new(Cursor: "'; drop table flows"), default));
    }

    private static StoredFlow Stored(FlowRecord r) => new(FlowSamples.Vantage, FlowSamples.Stream, r);

    private static List<StoredFlow> Flows(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new StoredFlow(
            new(i % 3 == 0 ? "other" : "site", "tap"), new("sensor", $"run {i % 2}"), FlowSamples.Record(random, i % 2 == 0 ? 80 : 0)))];
    }

    private static FlowQuery Query(Random random)
    {
        var from = FlowSamples.Epoch + TimeSpan.FromMinutes(random.Next(30));
        return new(
            Site: random.Next(4) == 0 ? "site" : null,
            Host: random.Next(2) == 0 ? FlowSamples.Address(random) : null,
            Peer: random.Next(6) == 0 ? FlowSamples.Address(random) : null,
            Protocol: random.Next(4) == 0 ? (byte)6 : null,
            Service: random.Next(4) == 0 ? "dns" : null,
            From: random.Next(3) == 0 ? from : null,
            To: random.Next(3) == 0 ? from + TimeSpan.FromMinutes(20) : null,
            Limit: random.Next(1, 60));
    }

    private static bool Matches(FlowQuery q, StoredFlow f)
    {
        var (o, r) = (f.Record.Key.Originator, f.Record.Key.Responder);
        bool sides = ((q.Host ?? o) == o && (q.Peer ?? r) == r) || ((q.Host ?? r) == r && (q.Peer ?? o) == o);
        return sides && (q.Site ?? f.Vantage.Site) == f.Vantage.Site && (q.Protocol ?? f.Record.Key.Protocol) == f.Record.Key.Protocol
            && (q.Service is null || q.Service == f.Record.Application?.Service)
            && f.Record.Start >= (q.From ?? Timestamp.MinValue) && f.Record.Start < (q.To ?? Timestamp.MaxValue);
    }

    private static FlowRecord Moved(FlowRecord r, Timestamp start) => Copy(r, start, r.Segment, r.History);

    private static FlowRecord Copy(FlowRecord r, Timestamp start, int segment, string history) => new()
    {
        Id = r.Id,
        Key = r.Key,
        Segment = segment,
        Final = r.Final,
        EndReason = r.EndReason,
        Start = start,
        End = start,
        Time = start,
        Delta = r.Delta,
        Total = r.Total,
        State = r.State,
        History = history,
    };
}
