using NetThreat.Core.Incidents;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;

namespace NetThreat.Testing.Faults;

/// <summary>Writing ports whose every write is an effect of a crash plan; reads pass through.</summary>
public sealed class FaultyStores(IFlowWriter flows, IIncidentWriter incidents, ILedgerStore ledger, ICheckpointStore checkpoints, CrashPlan plan)
    : IFlowWriter, IIncidentWriter, ILedgerStore, ICheckpointStore
{
    public ValueTask WriteAsync(IReadOnlyList<StoredFlow> rows, CancellationToken cancellation) =>
        plan.RunAsync("write flows", () => flows.WriteAsync(rows, cancellation));

    public ValueTask WriteAsync(IReadOnlyList<Incident> rows, CancellationToken cancellation) =>
        plan.RunAsync("write incidents", () => incidents.WriteAsync(rows, cancellation));

    public ValueTask WriteAsync(IReadOnlyList<LedgerRow> rows, CancellationToken cancellation) =>
        plan.RunAsync("write ledger", () => ledger.WriteAsync(rows, cancellation));

    public ValueTask<IReadOnlyList<LedgerRow>> QueryAsync(LedgerQuery query, CancellationToken cancellation) => ledger.QueryAsync(query, cancellation);

    public ValueTask<Checkpoint?> LoadAsync(string owner, CancellationToken cancellation) => checkpoints.LoadAsync(owner, cancellation);

    public ValueTask<bool> SaveAsync(Checkpoint checkpoint, CancellationToken cancellation) =>
        plan.RunAsync($"save {checkpoint.Owner}", () => checkpoints.SaveAsync(checkpoint, cancellation));
}
