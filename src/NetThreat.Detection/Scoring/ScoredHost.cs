using System.Globalization;
using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Scores;
using NetThreat.Core.Sketches;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Detection.Scoring;

/// <summary>What is kept of a flow that was scored.</summary>
internal readonly record struct ScoredFlow(Id128 Id, Address Responder, Timestamp Time)
{
    public static ScoredFlow Of(FlowRecord record) => new(record.Id, record.Key.Responder, record.Time);
}

/// <summary>Flows of one initiator that speak for one thing: unusual ones, or those of an attack class.</summary>
internal sealed class ScoredFlows
{
    private readonly List<Id128> _flows = [];
    private DistinctSketch _responders = new();
    private readonly AddressSample _sample = new(Core.Findings.Peers.MaxSample);
    private double _most;

    public long Count { get; private set; }

    /// <summary>Sum over the flows of what tells (probability of the class).</summary>
    public double Sum { get; private set; }

    public FlowScore? Telling { get; private set; }

    public ReportState Report { get; } = new();

    /// <summary>The earliest flows.</summary>
    public IReadOnlyList<Id128> Flows => _flows;

    public Peers Peers => new(_sample.ToSorted(), _responders.Count, !_responders.IsExact);

    /// <summary>The responders in words: the address of one, or how many.</summary>
    public string Responders => Peers is { Count: 1 } one ? one.Sample[0].ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{(_responders.IsExact ? "" : "about ")}{_responders.Count} hosts");

    /// <param name="weight">How much the flow tells, higher for more.</param>
    /// <param name="probability">Of the class; 0 for unusual flows.</param>
    /// <returns>True when no flow so far told more: <see cref="Tell"/> wants its scores.</returns>
    public bool Add(in ScoredFlow flow, double weight, double probability)
    {
        Count++;
        Sum += probability;
        if (_flows.Count < Finding.MaxFlows) _flows.Add(flow.Id);
        _responders.Add(KeyHash.Of(flow.Responder));
        _sample.Add(flow.Responder);
        if (Telling is not null && weight <= _most) return false;
        _most = weight;
        return true;
    }

    public void Tell(FlowScore? score) => Telling = score;

    public void Save(BinaryWriter w)
    {
        w.Write(Count);
        w.Write(Sum);
        w.Write(_most);
        Report.Save(w);
        w.Write(_flows.Count);
        foreach (var f in _flows) StateCodec.Write(w, f);
        StateCodec.Write(w, _responders.Save());
        var sample = _sample.ToSorted();
        w.Write(sample.Count);
        foreach (var a in sample) StateCodec.Write(w, a);
        StateCodec.Write(w, Telling is null ? [] : FlowScoreCodec.Encode(Telling));
    }

    public void Load(BinaryReader r)
    {
        Count = r.ReadInt64();
        Sum = r.ReadDouble();
        _most = r.ReadDouble();
        Report.Load(r);
        for (int n = r.ReadInt32(); n > 0; n--) _flows.Add(StateCodec.ReadId(r));
        _responders = DistinctSketch.TryLoad(StateCodec.ReadBytes(r)) ?? throw new InvalidDataException("checkpoint: a sketch of responders is broken");
        for (int n = r.ReadInt32(); n > 0; n--) _sample.Add(StateCodec.ReadAddress(r));
        var telling = StateCodec.ReadBytes(r);
        if (telling.Length > 0) Telling = FlowScoreCodec.TryDecode(telling, out var score, out string? error) ? score : throw new InvalidDataException($"checkpoint: {error}");
    }
}

/// <summary>What one initiator's scored flows came to since its first unusual or attack flow.</summary>
internal sealed class ScoredHost(Timestamp opened) : IEpisode
{
    /// <summary>Classes of attack that are told apart for one initiator; more are of no use to people.</summary>
    private const int MaxClasses = 16;

    private readonly SortedDictionary<string, ScoredFlows> _attacks = new(StringComparer.Ordinal);

    public Timestamp WindowStart { get; private set; } = Grid.Start(opened);

    public Timestamp First { get; private set; } = opened;

    /// <summary>Event time of the newest unusual or attack flow.</summary>
    public Timestamp Last { get; private set; } = opened;

    /// <summary>Flows that were scored, the normal ones between the others included.</summary>
    public long Scored { get; private set; }

    public ScoredFlows Unusual { get; private set; } = new();

    /// <summary>By model@version/class.</summary>
    public IReadOnlyDictionary<string, ScoredFlows> Attacks => _attacks;

    public void Count() => Scored++;

    /// <summary>A sign of what the flow is at this time keeps the episode going.</summary>
    public void Seen(Timestamp time) => Last = Timestamp.Max(Last, time);

    /// <param name="attack">model@version/class.</param>
    /// <returns>Null when there are too many classes.</returns>
    public ScoredFlows? AttacksOf(string attack)
    {
        if (_attacks.TryGetValue(attack, out var flows)) return flows;
        return _attacks.Count >= MaxClasses ? null : _attacks[attack] = new();
    }

    public byte[] Save() => StateCodec.Save(w =>
    {
        StateCodec.Write(w, WindowStart);
        StateCodec.Write(w, First);
        StateCodec.Write(w, Last);
        w.Write(Scored);
        Unusual.Save(w);
        w.Write(_attacks.Count);
        foreach (var (name, flows) in _attacks)
        {
            w.Write(name);
            flows.Save(w);
        }
    });

    public static ScoredHost Load(byte[] saved)
    {
        var h = new ScoredHost(default);
        StateCodec.Load(saved, h.Read);
        return h;
    }

    private void Read(BinaryReader r)
    {
        WindowStart = StateCodec.ReadTime(r);
        First = StateCodec.ReadTime(r);
        Last = StateCodec.ReadTime(r);
        Scored = r.ReadInt64();
        Unusual.Load(r);
        for (int n = r.ReadInt32(); n > 0; n--) (_attacks[r.ReadString()] = new()).Load(r);
    }
}
