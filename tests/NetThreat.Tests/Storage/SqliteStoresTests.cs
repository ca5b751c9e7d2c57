using NetThreat.Core.Stores;
using NetThreat.Storage.Sqlite;
using NetThreat.Testing.Samples;

namespace NetThreat.Tests.Storage;

public sealed class SqliteStoresTests
{
    [Fact]
    public async Task What_was_written_is_there_after_reopening()
    {
        await using var temporary = new TemporaryStores();
        var flows = Flows(1, 20);
        await using (var stores = await temporary.OpenAsync())
        {
            await stores.FlowWriter.WriteAsync(flows, default);
            await stores.Checkpoints.SaveAsync(new("o", 3, 4, 2, [new("k", [1])]), default);
        }
        await temporary.OpenAsync();
        await temporary.Stores.FlowWriter.WriteAsync(Flows(2, 5), default);
        Assert.Equal(25, await temporary.Stores.FlowReader.CountAsync(default));
        Assert.Equal(20, (await temporary.Stores.FlowReader.GetAsync([.. flows.Select(f => f.Record.Id)], default)).Count);
        Assert.Equal(4, (await temporary.Stores.Checkpoints.ClaimAsync("o", 1, default))!.Position);
    }

    [Fact]
    public async Task A_folder_in_use_is_named()
    {
        await using var temporary = new TemporaryStores();
        await temporary.OpenAsync();
        var e = await Assert.ThrowsAsync<StoreException>(() => SqliteStores.OpenAsync(new() { DataFolder = temporary.Folder }, TimeProvider.System));
        Says(e, temporary.Folder, "in use", transient: true);
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_named()
    {
        await using var temporary = new TemporaryStores();
        string file = Path.Combine(temporary.Folder, "file");
        await File.WriteAllTextAsync(file, "x");
        var e = await Assert.ThrowsAsync<StoreException>(() => SqliteStores.OpenAsync(new() { DataFolder = file }, TimeProvider.System));
        Says(e, file, "name another", transient: false);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        await using var temporary = new TemporaryStores();
        await File.WriteAllTextAsync(Path.Combine(temporary.Folder, "netthreat.db"), new string('x', 5000));
        var e = await Assert.ThrowsAsync<StoreException>(() => temporary.OpenAsync());
        Says(e, temporary.Folder, "damaged", transient: false);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await using var temporary = new TemporaryStores();
        await (await temporary.OpenAsync()).DisposeAsync();
        using (var database = Database.Open(temporary.Folder, "netthreat.db", false, TimeSpan.Zero)) database.Execute("pragma user_version=99");
        var e = await Assert.ThrowsAsync<StoreException>(() => temporary.OpenAsync());
        Says(e, temporary.Folder, "schema 99", transient: false);
    }

    [Fact]
    public async Task A_full_disk_does_not_pass_by_waiting_and_leaves_whole_transactions()
    {
        await using var temporary = new TemporaryStores();
        await temporary.OpenAsync();
        await temporary.Stores.FlowWriter.WriteAsync(Flows(1, 10), default);
        await temporary.Stores.LimitPagesAsync(60);
        var e = await Assert.ThrowsAsync<StoreException>(async () => await temporary.Stores.FlowWriter.WriteAsync(Flows(2, 2000), default));
        Says(e, temporary.Folder, "full", transient: false);
        Assert.Equal(10, await temporary.Stores.FlowReader.CountAsync(default));
        await temporary.Stores.LimitPagesAsync(1_000_000);
        await temporary.Stores.FlowWriter.WriteAsync(Flows(2, 2000), default);
        Assert.Equal(2010, await temporary.Stores.FlowReader.CountAsync(default));
    }

    [Fact]
    public async Task A_write_that_fails_does_not_undo_its_neighbours()
    {
        await using var temporary = new TemporaryStores();
        await temporary.OpenAsync();
        var writes = Enumerable.Range(0, 50).Select(i => temporary.Stores.FlowWriter.WriteAsync(i % 5 == 0 ? Broken(i) : Flows(i, 3), default).AsTask()).ToList();
        await Task.WhenAny(Task.WhenAll(writes));
        Assert.Equal(10, writes.Count(w => w.IsFaulted));
        Assert.Equal(120, await temporary.Stores.FlowReader.CountAsync(default));
        Assert.Equal(120, (await temporary.Stores.FlowReader.QueryAsync(new(Limit: 1000), default)).Rows.Count);
    }

    [Fact]
    public async Task The_oldest_flows_go_when_the_limits_are_passed()
    {
        await using var temporary = new TemporaryStores();
        var stores = await temporary.OpenAsync(o => o with { FlowRetention = TimeSpan.FromMinutes(10), RetentionCheckRows = 100 });
        for (int i = 0; i < 20; i++) await stores.FlowWriter.WriteAsync(Flows(i, 100), default);
        var rows = (await stores.FlowReader.QueryAsync(new(Limit: 10_000), default)).Rows;
        Assert.Equal(rows.Count, await stores.FlowReader.CountAsync(default));
        Assert.True(rows[^1].Record.Start >= rows[0].Record.Start - TimeSpan.FromMinutes(10));
        Assert.InRange(rows.Count, 100, 500);
    }

    [Fact]
    public async Task The_database_stays_near_its_size_limit()
    {
        await using var temporary = new TemporaryStores();
        var stores = await temporary.OpenAsync(o => o with { MaxBytes = 2 << 20, RetentionCheckRows = 500 });
        for (int i = 0; i < 40; i++) await stores.FlowWriter.WriteAsync(Flows(i, 500), default);
        Assert.InRange(await stores.FlowReader.CountAsync(default), 500, 6000);
        await stores.DisposeAsync();
        Assert.InRange(new FileInfo(Path.Combine(temporary.Folder, "netthreat.db")).Length, 1 << 20, 4 << 20);
    }

    [Fact]
    public async Task Wrong_options_are_all_named()
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => SqliteStores.OpenAsync(new() { DataFolder = "", Readers = 0 }, TimeProvider.System));
        Assert.Contains("DataFolder", e.Message, StringComparison.Ordinal);
        Assert.Contains("Readers", e.Message, StringComparison.Ordinal);
    }

    private static List<StoredFlow> Flows(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new StoredFlow(FlowSamples.Vantage, FlowSamples.Stream, FlowSamples.Record(random)))];
    }

    /// <summary>Good rows, then one that cannot be written.</summary>
    private static List<StoredFlow> Broken(int seed) => [.. Flows(1000 + seed, 3), new StoredFlow(new("new site", null!), FlowSamples.Stream, FlowSamples.Record(new Random(seed)))];

    private static void Says(StoreException e, string folder, string what, bool transient)
    {
        Assert.Contains(folder, e.Message, StringComparison.Ordinal);
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Equal(transient, e.IsTransient);
    }
}
