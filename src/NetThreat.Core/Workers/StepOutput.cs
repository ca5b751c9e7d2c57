using NetThreat.Core.Bus;
using NetThreat.Core.Incidents;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;

namespace NetThreat.Core.Workers;

/// <summary>The effects of one step, in the order in which they are carried out: store writes, then publications.</summary>
public sealed class StepOutput
{
    public List<StoredFlow> Flows { get; } = [];

    public List<Incident> Incidents { get; } = [];

    public List<LedgerRow> Ledger { get; } = [];

    public List<Publication> Publications { get; } = [];

    public void Clear()
    {
        Flows.Clear();
        Incidents.Clear();
        Ledger.Clear();
        Publications.Clear();
    }
}
