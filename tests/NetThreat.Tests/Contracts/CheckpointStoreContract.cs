using NetThreat.Core.Stores;

namespace NetThreat.Tests.Contracts;

/// <summary>What every checkpoint store does.</summary>
public abstract class CheckpointStoreContract : IAsyncLifetime
{
    protected abstract ICheckpointStore Store { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task A_save_changes_the_named_entries_only()
    {
        Assert.Null(await Store.ClaimAsync("o", 1, default));
        Assert.True(await Store.SaveAsync(Checkpoint("o", 1, 10, ("a", [1]), ("b", [2]), ("c", [])), default));
        Assert.True(await Store.SaveAsync(Checkpoint("other", 9, 5, ("a", [7])), default));
        Assert.True(await Store.SaveAsync(Checkpoint("o", 1, 20, ("b", null), ("d", [4]), ("a", [9]), ("never", null)), default));
        var loaded = await Store.ClaimAsync("o", 1, default);
        Assert.Equal((1L, 20L, 17L), (loaded!.Epoch, loaded.Position, loaded.ReplayFrom));
        Assert.Equal("a=09 c= d=04", string.Join(' ', loaded.Entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={Convert.ToHexString(e.Value!)}")));
        Assert.Equal([7], Assert.Single((await Store.ClaimAsync("other", 1, default))!.Entries).Value!);
    }

    [Fact]
    public async Task An_older_epoch_is_refused_and_changes_nothing()
    {
        Assert.True(await Store.SaveAsync(Checkpoint("o", 5, 10, ("a", [1])), default));
        Assert.False(await Store.SaveAsync(Checkpoint("o", 4, 30, ("a", [2]), ("b", [3])), default));
        var loaded = await Store.ClaimAsync("o", 1, default);
        Assert.Equal((5L, 10L), (loaded!.Epoch, loaded.Position));
        Assert.Equal([1], Assert.Single(loaded.Entries).Value!);
        Assert.True(await Store.SaveAsync(Checkpoint("o", 6, 11), default));
        Assert.False(await Store.SaveAsync(Checkpoint("o", 5, 12), default));
    }

    [Fact]
    public async Task A_claim_shuts_the_predecessor_out_at_once()
    {
        Assert.Null(await Store.ClaimAsync("o", 1, default));
        Assert.True(await Store.SaveAsync(Checkpoint("o", 1, 10, ("a", [1])), default));
        Assert.Equal(10, (await Store.ClaimAsync("o", 2, default))!.Position);
        Assert.False(await Store.SaveAsync(Checkpoint("o", 1, 20, ("a", [2])), default));
        Assert.Equal(10, (await Store.ClaimAsync("o", 1, default))!.Position);
        Assert.False(await Store.SaveAsync(Checkpoint("o", 1, 20), default));
        Assert.True(await Store.SaveAsync(Checkpoint("o", 2, 11), default));
    }

    [Fact]
    public async Task A_claim_before_the_first_save_stands()
    {
        Assert.Null(await Store.ClaimAsync("o", 3, default));
        Assert.False(await Store.SaveAsync(Checkpoint("o", 2, 10), default));
        Assert.Null(await Store.ClaimAsync("o", 4, default));
    }

    private static Checkpoint Checkpoint(string owner, long epoch, long position, params (string Key, byte[]? Value)[] entries) =>
        new(owner, epoch, position, position - 3, [.. entries.Select(e => new KeyValuePair<string, byte[]?>(e.Key, e.Value))]);
}
