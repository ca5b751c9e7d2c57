using System.Collections.Concurrent;
using NetThreat.Core.Stores;

namespace NetThreat.Testing.Stores;

/// <summary>Users in a dictionary.</summary>
public sealed class MemoryUserStore : IUserStore
{
    private readonly ConcurrentDictionary<string, UserAccount> _users = new(StringComparer.Ordinal);

    public ValueTask<UserAccount?> FindAsync(string name, CancellationToken cancellation) => ValueTask.FromResult(_users.GetValueOrDefault(name));

    public ValueTask<long> CountAsync(CancellationToken cancellation) => ValueTask.FromResult((long)_users.Count);

    public ValueTask SaveAsync(UserAccount account, CancellationToken cancellation)
    {
        _users[account.Name] = account;
        return ValueTask.CompletedTask;
    }
}
