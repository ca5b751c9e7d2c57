using NetThreat.Core.Stores;

namespace NetThreat.Tests.Contracts;

/// <summary>What every user store does.</summary>
public abstract class UserStoreContract : IAsyncLifetime
{
    protected abstract IUserStore Store { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task A_user_is_added_found_and_replaced_by_name()
    {
        Assert.Equal(0, await Store.CountAsync(default));
        Assert.Null(await Store.FindAsync("ana", default));
        await Store.SaveAsync(new("ana", "hash", "stamp", true), default);
        await Store.SaveAsync(new("o'bo\"; drop table users", "h", "s", false), default);
        await Store.SaveAsync(new("ana", "hash 2", "stamp 2", false), default);
        Assert.Equal(2, await Store.CountAsync(default));
        Assert.Equal(new("ana", "hash 2", "stamp 2", false), await Store.FindAsync("ana", default));
        Assert.Null(await Store.FindAsync("Ana", default));
    }
}
