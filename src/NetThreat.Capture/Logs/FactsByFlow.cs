using NetThreat.Core.Flows;

namespace NetThreat.Capture.Logs;

/// <summary>
/// Facts that came before their flow's row, by the flow's id with its maker. Bounded: the oldest leave first, counted in rows.
/// </summary>
internal sealed class FactsByFlow(int max)
{
    private readonly Dictionary<string, Entry> _facts = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, long Serial)> _order = new();
    private long _serial;

    /// <summary>Rows whose flow has not come.</summary>
    public long Held { get; private set; }

    /// <summary>Rows that left because their flow did not come in time.</summary>
    public long Lost { get; private set; }

    /// <param name="add">The facts so far, null for none, to those with the row.</param>
    public void Add(string id, Func<ApplicationFacts?, ApplicationFacts> add)
    {
        if (_facts.TryGetValue(id, out var entry))
        {
            _facts[id] = entry with { Facts = add(entry.Facts), Rows = entry.Rows + 1 };
        }
        else
        {
            while (_facts.Count >= max && _order.TryDequeue(out var oldest)) Forget(oldest.Id, oldest.Serial);
            _facts[id] = new(add(null), 1, ++_serial);
            _order.Enqueue((id, _serial));
        }

        Held++;
    }

    /// <summary>Takes the facts of a flow.</summary>
    /// <param name="rows">Rows they came in.</param>
    public ApplicationFacts? Take(string id, out int rows)
    {
        rows = 0;
        if (!_facts.Remove(id, out var entry)) return null;
        rows = entry.Rows;
        Held -= rows;
        // What is taken stays in the order until its turn: that is bounded by now and then beginning it anew.
        if (_order.Count > 2 * max + 16) Compact();
        return entry.Facts;
    }

    /// <summary>No flow follows.</summary>
    public void Finish()
    {
        Lost += Held;
        Held = 0;
        _facts.Clear();
        _order.Clear();
    }

    private void Forget(string id, long serial)
    {
        if (!_facts.TryGetValue(id, out var entry) || entry.Serial != serial) return;
        _facts.Remove(id);
        Held -= entry.Rows;
        Lost += entry.Rows;
    }

    private void Compact()
    {
        _order.Clear();
        foreach (var (id, entry) in _facts.OrderBy(f => f.Value.Serial)) _order.Enqueue((id, entry.Serial));
    }

    private sealed record Entry(ApplicationFacts Facts, int Rows, long Serial);
}
