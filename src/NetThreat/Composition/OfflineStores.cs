using NetThreat.Core.Identity;
using NetThreat.Core.Incidents;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;

namespace NetThreat.Composition;

/// <summary>What a run without a data folder writes to: keeps the incidents, the newest ledger rows and, where asked, the flow records in their order.</summary>
internal sealed class OfflineStores(bool keepRecords) : IFlowWriter, IIncidentWriter, ILedgerStore
{
    private readonly Dictionary<Id128, Incident> _incidents = [];
    private readonly Dictionary<(string Stage, string Stream), LedgerRow> _ledger = [];
    private readonly List<StoredFlow> _records = [];

    /// <summary>The newest revision of each, by first activity.</summary>
    public IReadOnlyList<Incident> Incidents => [.. _incidents.Values.OrderBy(i => i.First).ThenBy(i => i.Id)];

    /// <summary>The newest row of each stage and stream.</summary>
    public IReadOnlyList<LedgerRow> Ledger => [.. _ledger.Values.OrderBy(r => r.Stage, StringComparer.Ordinal).ThenBy(r => r.Stream, StringComparer.Ordinal)];

    /// <summary>In the order in which the detector stored them.</summary>
    public IReadOnlyList<StoredFlow> Records => _records;

    public ValueTask WriteAsync(IReadOnlyList<StoredFlow> flows, CancellationToken cancellation)
    {
        if (keepRecords) _records.AddRange(flows);
        return default;
    }

    public ValueTask WriteAsync(IReadOnlyList<Incident> incidents, CancellationToken cancellation)
    {
        foreach (var i in incidents)
            if (!_incidents.TryGetValue(i.Id, out var old) || old.Revision < i.Revision) _incidents[i.Id] = i;
        return default;
    }

    public ValueTask WriteAsync(IReadOnlyList<LedgerRow> rows, CancellationToken cancellation)
    {
        foreach (var r in rows)
            if (!_ledger.TryGetValue((r.Stage, r.Stream), out var old) || old.Revision < r.Revision) _ledger[(r.Stage, r.Stream)] = r;
        return default;
    }

    public ValueTask<IReadOnlyList<LedgerRow>> QueryAsync(LedgerQuery query, CancellationToken cancellation) => new(Ledger);
}
