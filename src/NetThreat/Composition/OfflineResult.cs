using NetThreat.Core.Incidents;
using NetThreat.Core.Ledger;
using NetThreat.Core.Stores;
using NetThreat.Core.Time;

namespace NetThreat.Composition;

/// <summary>What a capture came to.</summary>
/// <param name="Incidents">By first activity.</param>
/// <param name="Records">The flow records in order of event time, as detection applies them; empty unless asked for.</param>
/// <param name="Ledger">The last row of each stage and stream, sensor stages included.</param>
/// <param name="Packets">Packets read.</param>
/// <param name="Clock">Event time of the newest packet.</param>
internal sealed record OfflineResult(
    IReadOnlyList<Incident> Incidents, IReadOnlyList<StoredFlow> Records, IReadOnlyList<LedgerRow> Ledger, long Packets, Timestamp Clock);
