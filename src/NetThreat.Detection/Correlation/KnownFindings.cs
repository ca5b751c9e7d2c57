using NetThreat.Core.Identity;
using NetThreat.Core.Time;

namespace NetThreat.Detection.Correlation;

/// <summary>The newest revision applied of each finding; the oldest are forgotten beyond a limit.</summary>
internal sealed class KnownFindings(int limit)
{
    private const string Prefix = "finding/";
    private readonly Dictionary<Id128, (int Revision, Timestamp Time)> _known = [];
    private readonly Queue<Id128> _order = new();
    private readonly HashSet<Id128> _unsaved = [];

    public bool Has(Id128 id, int revision) => _known.TryGetValue(id, out var k) && k.Revision >= revision;

    /// <returns>True when an earlier revision was known.</returns>
    public bool Put(Id128 id, int revision, Timestamp time)
    {
        bool known = _known.ContainsKey(id);
        _known[id] = (revision, time);
        _unsaved.Add(id);
        if (!known) _order.Enqueue(id);
        if (_known.Count > limit) Forget(_order.Dequeue());
        return known;
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries)
    {
        foreach (var id in _unsaved)
            entries.Add(new(Prefix + id, _known.TryGetValue(id, out var k) ? StateCodec.Save(w =>
            {
                w.Write(k.Revision);
                StateCodec.Write(w, k.Time);
            }) : null));
        _unsaved.Clear();
    }

    public bool TryRestore(string key, byte[] saved)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || !Id128.TryParse(key[Prefix.Length..], out var id)) return false;
        StateCodec.Load(saved, r => _known[id] = (r.ReadInt32(), StateCodec.ReadTime(r)));
        _order.Enqueue(id);
        return true;
    }

    private void Forget(Id128 id)
    {
        _known.Remove(id);
        _unsaved.Add(id);
    }
}
