using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Stores;

namespace NetThreat.Core.Workers;

/// <summary>Everything a worker acts through.</summary>
public sealed record WorkerPorts(
    IBus Bus, IFlowWriter Flows, IIncidentWriter Incidents, ILedgerStore Ledger, ICheckpointStore Checkpoints, HealthBoard Health, TimeProvider Time);
