using NetThreat.Core.Flows;
using NetThreat.Core.Identity;

namespace NetThreat.FlowExport;

/// <summary>Passes on each flow once, at its end, with the DNS transactions of all its segments.</summary>
internal sealed class WholeFlows(Action<FlowRecord, ApplicationFacts?> sink)
{
    private readonly Dictionary<Id128, ApplicationFacts> _open = [];

    public long Flows { get; private set; }

    public void Add(FlowRecord record)
    {
        var facts = record.Application;
        if (_open.Remove(record.Id, out var earlier)) facts = ApplicationFacts.Join(earlier, facts);
        if (record.Final)
        {
            Flows++;
            sink(record, facts);
        }
        else if (facts is not null)
        {
            _open[record.Id] = facts;
        }
    }
}
