using NetThreat.Core.Incidents;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;

namespace NetThreat.Testing.Crashes;

/// <summary>Stores whose writes are boundaries of a crash plan.</summary>
public sealed class FaultyStores(IFlowWriter flows, IIncidentWriter incidents, ILedgerStore ledger, ICheckpointStore checkpoints, CrashPlan plan)
    : IFlowWriter, IIncidentWriter, ILedgerStore, ICheckpointStore
{
    public ValueTask WriteAsync(IReadOnlyList<StoredFlow> rows, CancellationToken cancellation) =>
        plan.AroundAsync("flow write", () => flows.WriteAsync(rows, cancellation));

    public ValueTask WriteAsync(IReadOnlyList<Incident> rows, CancellationToken cancellation) =>
        plan.AroundAsync("incident write", () => incidents.WriteAsync(rows, cancellation));

    public ValueTask WriteAsync(IReadOnlyList<LedgerRow> rows, CancellationToken cancellation) =>
        plan.AroundAsync("ledger write", () => ledger.WriteAsync(rows, cancellation));

    public ValueTask<IReadOnlyList<LedgerRow>> QueryAsync(LedgerQuery query, CancellationToken cancellation) => ledger.QueryAsync(query, cancellation);

    public ValueTask<Checkpoint?> ClaimAsync(string owner, long epoch, CancellationToken cancellation) =>
        plan.AroundAsync("claim", () => checkpoints.ClaimAsync(owner, epoch, cancellation));

    public ValueTask<bool> SaveAsync(Checkpoint checkpoint, CancellationToken cancellation) =>
        plan.AroundAsync("checkpoint", () => checkpoints.SaveAsync(checkpoint, cancellation));
}
