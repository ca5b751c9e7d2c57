using NetThreat.Core.Stores;

namespace NetThreat.Testing.Stores;

/// <summary>Checkpoints in a dictionary.</summary>
public sealed class MemoryCheckpointStore : ICheckpointStore
{
    private readonly Dictionary<string, (Checkpoint Head, SortedDictionary<string, byte[]?> Entries)> _owners = new(StringComparer.Ordinal);

    public ValueTask<Checkpoint?> LoadAsync(string owner, CancellationToken cancellation)
    {
        lock (_owners)
            return ValueTask.FromResult(_owners.TryGetValue(owner, out var o) ? o.Head with { Entries = [.. o.Entries] } : null);
    }

    public ValueTask<bool> SaveAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        lock (_owners)
        {
            if (!_owners.TryGetValue(checkpoint.Owner, out var o)) o = (checkpoint, new(StringComparer.Ordinal));
            if (o.Head.Epoch > checkpoint.Epoch) return ValueTask.FromResult(false);
            foreach (var (key, value) in checkpoint.Entries)
            {
                if (value is null) o.Entries.Remove(key);
                else o.Entries[key] = value;
            }
            _owners[checkpoint.Owner] = (checkpoint, o.Entries);
            return ValueTask.FromResult(true);
        }
    }
}
