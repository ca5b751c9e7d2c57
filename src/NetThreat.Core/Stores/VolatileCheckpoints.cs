using System.Collections.Concurrent;

namespace NetThreat.Core.Stores;

/// <summary>
/// Checkpoints in memory, for a bus that is not durable: its positions mean nothing after the process has ended, so they live as long as
/// the bus does.
/// </summary>
public sealed class VolatileCheckpoints : ICheckpointStore
{
    private readonly ConcurrentDictionary<string, Saved> _owners = new(StringComparer.Ordinal);

    public ValueTask<Checkpoint?> ClaimAsync(string owner, long epoch, CancellationToken cancellation)
    {
        var saved = _owners.GetOrAdd(owner, _ => new Saved());
        lock (saved)
        {
            saved.Epoch = Math.Max(saved.Epoch, epoch);
            return new(saved.Written
                ? new Checkpoint(owner, saved.Epoch, saved.Position, saved.ReplayFrom, [.. saved.Entries.Select(e => new KeyValuePair<string, byte[]?>(e.Key, e.Value))])
                : null);
        }
    }

    public ValueTask<bool> SaveAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        var saved = _owners.GetOrAdd(checkpoint.Owner, _ => new Saved());
        lock (saved)
        {
            if (checkpoint.Epoch < saved.Epoch) return new(false);
            saved.Epoch = checkpoint.Epoch;
            saved.Written = true;
            saved.Position = checkpoint.Position;
            saved.ReplayFrom = checkpoint.ReplayFrom;
            foreach (var (key, value) in checkpoint.Entries)
            {
                if (value is null) saved.Entries.Remove(key);
                else saved.Entries[key] = value;
            }
        }
        return new(true);
    }

    private sealed class Saved
    {
        public long Epoch, Position, ReplayFrom;
        public bool Written;

        public SortedDictionary<string, byte[]> Entries { get; } = new(StringComparer.Ordinal);
    }
}
