using NetThreat.Core.Bus;
using NetThreat.Core.Stores;

namespace NetThreat.Core.Workers;

/// <summary>
/// What one partition's owner computes: state plus a pure step from a message to effects. It performs no effect itself; the
/// <see cref="PartitionWorker"/> does, in the order of the crash rules. One processor belongs to one owner of one partition.
/// </summary>
public interface IPartitionProcessor
{
    /// <summary>
    /// Takes up a saved state. Messages from <see cref="Checkpoint.ReplayFrom"/> up to but excluding <see cref="Checkpoint.Position"/>
    /// come once more, only to rebuild what was received and not yet applied.
    /// </summary>
    void Restore(Checkpoint checkpoint);

    /// <summary>Computes one message's effects into <paramref name="output"/>.</summary>
    void Process(in BusMessage message, StepOutput output);

    /// <summary>Called when the partition has nothing more to read: the place to look for silent streams.</summary>
    void CaughtUp(StepOutput output);

    /// <summary>The earliest offset needed to rebuild what was received and not yet applied; the next offset where nothing is held.</summary>
    long ReplayFrom(long position);

    /// <summary>Adds the state entries that changed since the last call; null deletes.</summary>
    void TakeChanges(List<KeyValuePair<string, byte[]?>> entries);
}
