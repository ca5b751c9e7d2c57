using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Stores;

namespace NetThreat.Core.Workers;

/// <summary>
/// Owns a share of a topic's partitions and carries out the step of the crash rules: read a batch, compute, write the stores by id and
/// revision, publish, save the checkpoint (state, position, epoch), commit the position. A crash between any two of these repeats work
/// and changes nothing.
/// </summary>
public sealed class PartitionWorker : IAsyncDisposable
{
    private readonly string _role;
    private readonly string _topic;
    private readonly Func<int, IPartitionProcessor> _factory;
    private readonly WorkerPorts _ports;
    private readonly WorkerOptions _options;
    private readonly IBusConsumer _consumer;
    private readonly SortedDictionary<int, Owned> _owned = [];
    private readonly StepOutput _output = new();

    /// <param name="role">Names the group, the checkpoints and the component in health.</param>
    /// <param name="member">This worker among those of the role.</param>
    /// <param name="factory">Makes a fresh processor for a partition.</param>
    public PartitionWorker(string role, string topic, string member, Func<int, IPartitionProcessor> factory, WorkerPorts ports, WorkerOptions options)
    {
        _role = role;
        _topic = topic;
        _factory = factory;
        _ports = ports;
        _options = options;
        _consumer = ports.Bus.Join(topic, role, member);
        Component = $"{role}/{member}";
    }

    /// <summary>The name in health and in the message when the worker dies.</summary>
    public string Component { get; }

    /// <summary>Steps until <paramref name="drain"/>, then until nothing is left to read, and saves a last checkpoint.</summary>
    /// <param name="drain">What feeds the topic has ended.</param>
    /// <param name="abort">Stop at once; the step in hand is not committed, recovery repeats it.</param>
    public async Task RunAsync(CancellationToken drain, CancellationToken abort)
    {
        _ports.Health.Set(Component, HealthState.Good);
        try
        {
            bool draining, worked;
            do
            {
                draining = drain.IsCancellationRequested;
                worked = await StepAsync(draining ? TimeSpan.Zero : _options.PollWait, abort);
            }
            while (!draining || worked || !AtEnd());
            await CheckpointAsync(abort);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            _ports.Health.Set(Component, HealthState.Failed, "aborted");
        }
    }

    /// <summary>One step.</summary>
    /// <returns>True when messages were processed or partitions changed hands.</returns>
    public async Task<bool> StepAsync(TimeSpan wait, CancellationToken cancellation)
    {
        var poll = await _consumer.PollAsync(wait, cancellation);
        foreach (int p in poll.Revoked) _owned.Remove(p);
        foreach (var a in poll.Assigned) await TakeOverAsync(a, cancellation);
        _output.Clear();
        foreach (var m in poll.Messages)
        {
            if (!_owned.TryGetValue(m.Partition, out var owned)) continue;
            owned.Processor.Process(m, _output);
            owned.Position = Math.Max(owned.Position, m.Offset + 1);
            owned.SinceCheckpoint++;
            owned.Dirty = true;
        }
        foreach (var (p, owned) in _owned)
        {
            if (poll.Messages.Count > 0 || owned.Position < _consumer.EndOffset(p)) continue;
            owned.Processor.CaughtUp(_output);
        }
        await CarryOutAsync(cancellation);
        foreach (var (p, owned) in _owned)
            if (owned.Dirty && (owned.SinceCheckpoint >= _options.CheckpointMessages || _ports.Time.GetElapsedTime(owned.LastCheckpoint) >= _options.CheckpointInterval))
                await SaveAsync(p, owned, cancellation);
        return poll.Messages.Count > 0 || poll.Assigned.Count > 0 || poll.Revoked.Count > 0;
    }

    /// <summary>Saves a checkpoint of every owned partition that changed.</summary>
    public async Task CheckpointAsync(CancellationToken cancellation)
    {
        foreach (var (p, owned) in _owned)
            if (owned.Dirty) await SaveAsync(p, owned, cancellation);
    }

    public ValueTask DisposeAsync() => _consumer.DisposeAsync();

    private bool AtEnd() => _owned.All(o => o.Value.Position >= _consumer.EndOffset(o.Key));

    private string Owner(int partition) => $"{_role}/{_topic}/{partition}";

    private async Task TakeOverAsync(PartitionAssignment assignment, CancellationToken cancellation)
    {
        var processor = _factory(assignment.Partition);
        var owned = new Owned(processor, assignment.Epoch) { LastCheckpoint = _ports.Time.GetTimestamp() };
        var checkpoint = await RetryAsync("checkpoint store", () => _ports.Checkpoints.ClaimAsync(Owner(assignment.Partition), assignment.Epoch, cancellation), cancellation);
        if (checkpoint is not null)
        {
            processor.Restore(checkpoint);
            owned.Position = checkpoint.Position;
            _consumer.Seek(assignment.Partition, checkpoint.ReplayFrom);
        }
        _owned[assignment.Partition] = owned;
    }

    private async Task CarryOutAsync(CancellationToken cancellation)
    {
        if (_output.Flows.Count > 0) await RetryAsync("flow store", () => _ports.Flows.WriteAsync(_output.Flows, cancellation), cancellation);
        if (_output.Incidents.Count > 0) await RetryAsync("incident store", () => _ports.Incidents.WriteAsync(_output.Incidents, cancellation), cancellation);
        if (_output.Ledger.Count > 0) await RetryAsync("ledger store", () => _ports.Ledger.WriteAsync(_output.Ledger, cancellation), cancellation);
        if (_output.Publications.Count > 0) await _ports.Bus.PublishAsync(_output.Publications, cancellation);
    }

    private async Task SaveAsync(int partition, Owned owned, CancellationToken cancellation)
    {
        var entries = new List<KeyValuePair<string, byte[]?>>();
        owned.Processor.TakeChanges(entries);
        long replayFrom = owned.Processor.ReplayFrom(owned.Position);
        var checkpoint = new Checkpoint(Owner(partition), owned.Epoch, owned.Position, replayFrom, entries);
        bool saved = await RetryAsync("checkpoint store", () => _ports.Checkpoints.SaveAsync(checkpoint, cancellation), cancellation);
        if (!saved) throw new FencedException($"{Component}: another worker owns {checkpoint.Owner} since a later epoch than {owned.Epoch}");
        owned.Dirty = false;
        owned.SinceCheckpoint = 0;
        owned.LastCheckpoint = _ports.Time.GetTimestamp();
        await _consumer.CommitAsync(partition, replayFrom, cancellation);
    }

    /// <summary>A store that is away stops this worker, visibly, until it is back; nothing is skipped.</summary>
    private async Task<T> RetryAsync<T>(string what, Func<ValueTask<T>> act, CancellationToken cancellation)
    {
        for (bool failed = false; ; failed = true)
        {
            try
            {
                var result = await act();
                if (failed) _ports.Health.Set(Component, HealthState.Good);
                return result;
            }
            catch (StoreException e) when (e.IsTransient)
            {
                _ports.Health.Set(Component, HealthState.Failed, $"{what} is away: {e.Message}");
                await Task.Delay(_options.RetryDelay, _ports.Time, cancellation);
            }
        }
    }

    private async Task RetryAsync(string what, Func<ValueTask> act, CancellationToken cancellation) =>
        await RetryAsync(what, async () =>
        {
            await act();
            return true;
        }, cancellation);

    private sealed class Owned(IPartitionProcessor processor, long epoch)
    {
        public IPartitionProcessor Processor { get; } = processor;

        public long Epoch { get; } = epoch;

        /// <summary>The next offset to process.</summary>
        public long Position { get; set; }

        public int SinceCheckpoint { get; set; }

        public long LastCheckpoint { get; set; }

        public bool Dirty { get; set; }
    }
}

/// <summary>Another worker has taken the partition over; this one must stop.</summary>
public sealed class FencedException(string message) : Exception(message);
