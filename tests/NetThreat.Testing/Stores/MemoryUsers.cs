using System.Collections.Concurrent;
using NetThreat.Core.Stores;

namespace NetThreat.Testing.Stores;

/// <summary>Users in memory.</summary>
public sealed class MemoryUsers : IUserStore
{
    private readonly ConcurrentDictionary<string, UserAccount> _users = new(StringComparer.Ordinal);

    public ValueTask<UserAccount?> FindAsync(string name, CancellationToken cancellation) => new(_users.GetValueOrDefault(name));

    public ValueTask<long> CountAsync(CancellationToken cancellation) => new(_users.Count);

    public ValueTask SaveAsync(UserAccount account, CancellationToken cancellation)
    {
        _users[account.Name] = account;
        return default;
    }
}
