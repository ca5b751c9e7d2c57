using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Scores;
using NetThreat.Core.Time;
using NetThreat.Detection.Catalogue;
using NetThreat.Detection.Flows;

namespace NetThreat.Detection.Scoring;

/// <summary>Weighs what the active models say of one initiator's flows, over episodes of unusual and attack flows.</summary>
internal sealed class ModelDetector : IFlowDetector
{
    public static readonly DetectorInfo Unusual = new("model-anomaly", "Unusual traffic", [],
        "Flows of one initiator that the anomaly models find unusual: a joint p-value (Cauchy combination of the models' conformal p-values) of at most MaxPValue.",
        "MinUnusualFlows unusual flows within an episode, at least MinUnusualShare of the initiator's scored flows, and more than chance explains (binomial tail below one in a million).",
        "Flows without a feature row, and what the models were trained to find normal. The p-values are those of the network that a model was trained on: elsewhere they are too small, and a model trained on the site's own flows serves better.");

    public static readonly DetectorInfo Attack = new("model-attack", "Attack traffic by a classifier", [],
        "Flows of one initiator to which a trained classifier gives one class of attack with a calibrated probability of at least MinAttackProbability.",
        "MinAttackFlows flows of the class within an episode, and at least MinAttackShare of the initiator's scored flows.",
        "Attacks that no class of the classifier stands for, and those that take fewer flows.");

    private const string SequencePrefix = "sequence ";
    private readonly ScoringOptions _options;
    private readonly double _level;
    private readonly ActiveModels _models;
    private readonly HostEpisodes<ScoredHost> _initiators;
    private readonly SequenceScoring[] _sequences;

    public ModelDetector(ScoringOptions options, ActiveModels models)
    {
        _options = options;
        _models = models;
        // A little room for the rounding of the joint value.
        _level = Math.Max(options.MaxPValue, models.SmallestPValue * 1.000_001);
        _sequences = models.Sequences(options.MaxSequenceKeys);
        _initiators = new(Name, options.MaxInitiators, DueOf, ScoredHost.Load);
    }

    public string Name => "model";

    public void OnRecord(string site, FlowRecord record)
    {
        if (!record.Final) return;
        foreach (var s in _sequences) s.Add(site, record);
        if (record.Features is not { } features) return;
        var verdict = _models.Score(features);
        if (double.IsNaN(verdict.Anomaly) && double.IsNaN(verdict.Attack)) return;
        DetectionMetrics.Scored.Add(1);
        var key = new SiteHost(site, record.Key.Originator);
        bool unusual = verdict.Anomaly <= _level, attack = verdict.Attack >= _options.MinAttackProbability;
        if (Host(key, record.Time, unusual || attack) is not { } host) return;
        host.Count();
        var flow = ScoredFlow.Of(record);
        FlowScore? score = null;
        if (unusual && host.Unusual.Add(flow, -verdict.Anomaly, 0)) host.Unusual.Tell(score = _models.Explain(record));
        if (attack && host.AttacksOf(NameOf(verdict)) is { } attacks && attacks.Add(flow, verdict.Attack, verdict.Attack)) attacks.Tell(score ?? _models.Explain(record));
    }

    /// <summary>The initiator's episode, which a flow that tells something opens and keeps going.</summary>
    private ScoredHost? Host(SiteHost key, Timestamp time, bool tells)
    {
        var host = _initiators.Find(key);
        if (host is null && tells) _initiators.Add(key, host = new ScoredHost(time));
        if (host is null) return null;
        if (tells)
        {
            host.Seen(time);
            _initiators.Changed(key);
        }
        else
        {
            _initiators.Unsaved(key);
        }
        return host;
    }

    /// <summary>Aggregates have no feature rows.</summary>
    public void OnAggregate(string site, AggregateRecord aggregate)
    {
    }

    public void CloseInterval(Timestamp end, List<Finding> findings)
    {
        foreach (var s in _sequences) s.Close(Take);
        foreach (var (key, host) in _initiators.TakeChanged()) Weigh(key, host, end, false, findings);
    }

    public void Expire(Timestamp now, List<Finding> findings)
    {
        while (_initiators.TryTakeDue(now, out var key, out var host, out var due)) Weigh(key, host, Grid.End(due), true, findings);
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries)
    {
        _initiators.TakeChanges(entries);
        foreach (var s in _sequences)
            if (s.TakeChanges() is { } state) entries.Add(new($"{Name}/{SequencePrefix}{s.Model}", state));
    }

    public void Restore(string key, byte[] saved)
    {
        if (!key.StartsWith(SequencePrefix, StringComparison.Ordinal)) _initiators.Restore(key, saved);
        // The state of a model that is no longer active is of no use.
        else _sequences.FirstOrDefault(s => s.Model == key[SequencePrefix.Length..])?.Restore(saved);
    }

    /// <summary>A finding of another detector about an initiator with what the models said of its flows: the most telling of each kind.</summary>
    public Finding Support(Finding finding)
    {
        if (finding.Scores.Count > 0 || finding.Role != EntityRole.Attacker || finding.Entity.Kind != EntityKind.Host || !Address.TryParse(finding.Entity.Value, out var address)
            || _initiators.Find(new(finding.Site, address)) is not { } host
            // An episode that is due may be forgotten already, depending on when records came: it says nothing any more.
            || DueOf(host) < finding.Time) return finding;
        var scores = host.Attacks.Values.OrderByDescending(a => a.Count).Select(a => a.Telling).Prepend(host.Unusual.Telling).OfType<FlowScore>().DistinctBy(s => s.Flow);
        return finding with { Scores = [.. scores.Take(Finding.MaxScores)] };
    }

    /// <summary>Takes what a sequence model says of a host's flows up to one of them.</summary>
    private void Take(SequenceVerdict verdict)
    {
        bool unusual = verdict.PValue <= _level, attack = verdict.Attack >= _options.MinAttackProbability;
        if (Host(verdict.Host, verdict.Flow.Time, unusual || attack) is not { } host) return;
        // The flow itself is counted where it is scored alone; without a model for that, here.
        if (!_models.ScoresRows) host.Count();
        var score = new FlowScore(verdict.Flow.Id, verdict.PValue, verdict.Attack, [verdict.Score]);
        if (unusual && host.Unusual.Add(verdict.Flow, -verdict.PValue, 0)) host.Unusual.Tell(score);
        if (attack && host.AttacksOf($"{verdict.Score.Model}/{verdict.Score.Class}") is { } attacks && attacks.Add(verdict.Flow, verdict.Attack, verdict.Attack)) attacks.Tell(score);
    }

    private void Weigh(SiteHost key, ScoredHost host, Timestamp time, bool last, List<Finding> findings)
    {
        if (_models.ReportsUnusual && UnusualVerdict.Of(host, _options, _level) is { } unusual && host.Unusual.Report.Next(host.Unusual.Count, last))
        {
            findings.Add(unusual.ToFinding(key, host, time));
            _initiators.Unsaved(key);
        }
        if (!_models.ReportsAttacks) return;
        foreach (var (name, flows) in host.Attacks)
        {
            if (flows.Count < _options.MinAttackFlows || flows.Count < _options.MinAttackShare * host.Scored || !flows.Report.Next(flows.Count, last)) continue;
            findings.Add(AttackVerdict.ToFinding(key, host, name, flows, TechniquesOf(name), _options, time));
            _initiators.Unsaved(key);
        }
    }

    private Timestamp DueOf(ScoredHost host) => Timestamp.Min(host.Last + _options.EpisodeGap, host.First + _options.MaxEpisode);

    private string NameOf(FlowVerdict verdict)
    {
        var model = _models.Classifier(verdict.Classifier);
        return $"{model.Manifest.Id()}/{model.Classes[verdict.Class]}";
    }

    private IReadOnlyList<string> TechniquesOf(string attack)
    {
        int slash = attack.IndexOf('/', StringComparison.Ordinal);
        var model = _models.Served.FirstOrDefault(m => m.Manifest.Id() == attack[..slash]);
        return model is not null && model.Manifest.Techniques.TryGetValue(attack[(slash + 1)..], out var techniques) ? techniques : [];
    }
}
