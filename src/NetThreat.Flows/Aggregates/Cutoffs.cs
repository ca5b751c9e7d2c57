using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Flows.Aggregates;

/// <summary>
/// From where on the one-packet flows of a host were aggregated, for each second in which that happened: a few bytes that tell the flows
/// without a record from the others when they end, minutes later. Bounded; of what is forgotten the last records come after all.
/// </summary>
internal sealed class Cutoffs
{
    private const int MaxEntries = 50_000;
    private readonly Dictionary<(Timestamp Second, Address Host, bool Responder), ReleasePlace> _from = [];
    private readonly Queue<(Timestamp Second, Address Host, bool Responder)> _oldest = new();

    /// <summary>The host's flows are aggregated from here on, unless they were from an earlier place.</summary>
    public void Begin(Timestamp second, Address host, bool responder, in ReleasePlace place)
    {
        var key = (second, host, responder);
        if (!_from.TryAdd(key, place)) return;
        _oldest.Enqueue(key);
        if (_oldest.Count > MaxEntries) _from.Remove(_oldest.Dequeue());
    }

    /// <summary>Was the flow with its first record there aggregated?</summary>
    public bool Cover(Timestamp second, in ReleasePlace place) =>
        Covers((second, place.Key.Responder, true), place) || Covers((second, place.Key.Originator, false), place);

    private bool Covers((Timestamp, Address, bool) key, in ReleasePlace place) => _from.TryGetValue(key, out var from) && place.CompareTo(from) >= 0;
}
