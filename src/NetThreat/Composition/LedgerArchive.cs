using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;
using NetThreat.Core.Wire;

namespace NetThreat.Composition;

/// <summary>Takes the sensors' ledger rows from the <c>sensors</c> topic into the ledger store.</summary>
internal sealed class LedgerArchive(IBus bus, ILedgerStore store, HealthBoard health) : IAsyncDisposable
{
    public const string Component = "ledger";
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(500);
    private readonly IBusConsumer _reports = bus.Join(Topics.Sensors, "ledger", "1");

    public async Task RunAsync(CancellationToken drain, CancellationToken abort)
    {
        health.Set(Component, HealthState.Good);
        bool draining, worked;
        do
        {
            draining = drain.IsCancellationRequested;
            worked = await StepAsync(draining ? TimeSpan.Zero : Wait, abort);
        }
        while ((!draining || worked) && !abort.IsCancellationRequested);
    }

    public ValueTask DisposeAsync() => _reports.DisposeAsync();

    private async Task<bool> StepAsync(TimeSpan wait, CancellationToken abort)
    {
        var poll = await _reports.PollAsync(wait, abort);
        var rows = new List<LedgerRow>();
        foreach (var m in poll.Messages)
            if (SensorsCodec.TryDecode(m.Payload, out var report, out _)) rows.AddRange(report!.Ledger);
        if (rows.Count > 0) await store.WriteAsync(rows, abort);
        foreach (var last in poll.Messages.GroupBy(m => m.Partition)) await _reports.CommitAsync(last.Key, last.Max(m => m.Offset) + 1, abort);
        return poll.Messages.Count > 0 || poll.Assigned.Count > 0;
    }
}
