using NetThreat.Core.Flows;
using NetThreat.Core.Stores;
using NetThreat.Core.Wire;
using NetThreat.Storage.Sqlite;
using NetThreat.Testing.Samples;
using NetThreat.Tests.Core.Wire;

namespace NetThreat.Tests.Storage;

public sealed class FlowIndexTests
{
    private static readonly string[] Tables = ["flow_originators", "flow_responders", "flow_ids"];

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1_000_000)]
    public async Task Deleted_flows_leave_nothing_behind(int indexedRows)
    {
        await using var temporary = new TemporaryStores();
        await using (var stores = await temporary.OpenAsync(o => o with { FlowRetention = TimeSpan.FromMinutes(10), RetentionCheckRows = 100, IndexedRows = indexedRows }))
            for (int i = 0; i < 20; i++) await stores.FlowWriter.WriteAsync(Flows(i, 100), default);
        using var database = Open(temporary);
        long flows = database.Scalar("select count(*) from flows"), indexed = FlowIndex.LastIndexed(database);
        long expected = database.Scalar($"select count(*) from flows where row <= {indexed}");
        Assert.InRange(flows, 50, 1500);
        Assert.Equal(indexedRows < 1000, expected > 0);
        foreach (string table in Tables)
        {
            Assert.Equal(expected, database.Scalar($"select count(*) from {table}"));
            Assert.Equal(expected, database.Scalar($"select count(*) from {table} t join flows f on f.row = t.row"));
        }

        Assert.Equal(database.Scalar("select count(features) from flows"), database.Scalar("select count(*) from flow_features"));
    }

    [Fact]
    public async Task Rows_are_never_used_again_below_the_index()
    {
        await using var temporary = new TemporaryStores();
        await using (var stores = await temporary.OpenAsync(o => o with { IndexedRows = 10 })) await stores.FlowWriter.WriteAsync(Flows(1, 25), default);
        using (var database = Open(temporary))
            foreach (string table in (string[])["flows", .. Tables]) database.Execute($"delete from {table}");
        var flows = Flows(2, 25);
        await using var again = await temporary.OpenAsync(o => o with { IndexedRows = 10 });
        await again.FlowWriter.WriteAsync(flows, default);
        Assert.Equal(25, (await again.FlowReader.GetAsync([.. flows.Select(f => f.Record.Id)], default)).Count);
        Assert.NotEmpty((await again.FlowReader.QueryAsync(new(Host: flows[0].Record.Key.Originator), default)).Rows);
    }

    [Fact]
    public async Task A_flow_that_grew_keeps_one_feature_row()
    {
        await using var temporary = new TemporaryStores();
        var flow = Flows(3, 40).First(f => f.Record is { Final: true, Segment: 3 });
        await using (var stores = await temporary.OpenAsync())
            foreach (var (segment, features) in new (int, double[]?)[] { (0, null), (1, [1, double.NaN]), (2, [2, 3]), (2, [9]) })
                await stores.FlowWriter.WriteAsync([flow with { Record = Copy(flow.Record, segment, features) }], default);
        using (var database = Open(temporary)) Assert.Equal(1, database.Scalar("select count(*) from flow_features"));
        await using var again = await temporary.OpenAsync();
        SameFlow.Assert(Copy(flow.Record, 2, [2, 3]), Assert.Single(await again.FlowReader.GetAsync([flow.Record.Id], default)).Record);
    }

    [Fact]
    public async Task Flows_of_the_first_schema_are_carried_over()
    {
        await using var temporary = new TemporaryStores();
        var flows = Flows(4, 60);
        using (var database = Open(temporary))
        {
            database.Execute(Schema.First);
            database.Execute("pragma user_version=1; insert into sources values(1, 'site', 'tap', 'sensor', 'run'); update counters set value=60");
            for (int i = 0; i < flows.Count; i++) InsertFirst(database, flows[i].Record, i + 1);
        }

        await using var stores = await temporary.OpenAsync();
        var back = (await stores.FlowReader.GetAsync([.. flows.Select(f => f.Record.Id)], default)).ToDictionary(f => f.Record.Id);
        foreach (var f in flows) SameFlow.Assert(f.Record, back[f.Record.Id].Record);
        Assert.Equal(60, await stores.FlowReader.CountAsync(default));
    }

    private static void InsertFirst(Database database, FlowRecord r, int body)
    {
        database.Prepare("insert into flows values(?, ?, ?, 1, ?, ?, ?, ?, ?, ?)").Bind(1, r.Start.Nanoseconds).Bind(2, r.Id).Bind(3, r.Segment)
            .Bind(4, r.Key.Originator).Bind(5, r.Key.Responder).Bind(6, r.Key.ResponderPort).Bind(7, r.Key.Protocol).Bind(8, r.Application?.Service).Bind(9, body).Run();
        database.Prepare("insert into flow_bodies values(?, ?)").Bind(1, body).Bind(2, FlowsCodec.Encode(new(new("", ""), new("", ""), [r], null))).Run();
    }

    private static Database Open(TemporaryStores temporary) => Database.Open(temporary.Folder, "netthreat.db", false, TimeSpan.Zero);

    private static List<StoredFlow> Flows(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new StoredFlow(FlowSamples.Vantage, FlowSamples.Stream, FlowSamples.Record(random)))];
    }

    private static FlowRecord Copy(FlowRecord r, int segment, double[]? features) => new()
    {
        Id = r.Id,
        Key = r.Key,
        Segment = segment,
        Final = features is not null,
        EndReason = r.EndReason,
        Start = r.Start,
        End = r.End,
        Time = r.Time,
        Delta = r.Delta,
        Total = r.Total,
        State = r.State,
        History = r.History,
        Features = features,
    };
}
