using NetThreat.Core.Time;

namespace NetThreat.Detection;

/// <summary>What every source of a topic has promised: that nothing of it before that time follows. The time of the topic is their minimum.</summary>
internal sealed class Promises
{
    private readonly Dictionary<string, Timestamp> _bySource = new(StringComparer.Ordinal);

    /// <summary>A promise stands: a repeated, older one is ignored, unless its source had been drained and begins anew.</summary>
    public void Take(string source, Timestamp time)
    {
        var before = _bySource.GetValueOrDefault(source, Timestamp.MinValue);
        if (time > before || before == Timestamp.MaxValue) _bySource[source] = time;
    }

    /// <summary>The minimum over all sources; null until as many as there are have promised.</summary>
    public Timestamp? OfAll(int sources) => _bySource.Count < sources ? null : _bySource.Values.Min();

    public void Save(BinaryWriter w)
    {
        w.Write(_bySource.Count);
        foreach (var (source, time) in _bySource)
        {
            w.Write(source);
            StateCodec.Write(w, time);
        }
    }

    public void Load(BinaryReader r)
    {
        for (int n = r.ReadInt32(); n > 0; n--)
        {
            string source = r.ReadString();
            _bySource[source] = StateCodec.ReadTime(r);
        }
    }
}
