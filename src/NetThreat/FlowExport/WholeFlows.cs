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
        if (facts is not null && _open.Remove(record.Id, out var earlier)) facts = Join(earlier, facts);
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

    private static ApplicationFacts Join(ApplicationFacts earlier, ApplicationFacts later)
    {
        var dns = new List<DnsTransaction>(earlier.Dns);
        foreach (var t in later.Dns)
        {
            int open = t.ResponseCode < 0 ? -1 : dns.FindIndex(q => q.ResponseCode < 0 && q.TransactionId == t.TransactionId && q.Type == t.Type && q.Name == t.Name);
            if (open >= 0) dns[open] = t;
            else if (dns.Count < ApplicationFacts.MaxDnsTransactions) dns.Add(t);
        }

        return later with { Dns = dns, DnsQueries = earlier.DnsQueries + later.DnsQueries };
    }
}
