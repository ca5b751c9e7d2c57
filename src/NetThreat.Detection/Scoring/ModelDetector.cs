using NetThreat.Core.Findings;
using NetThreat.Core.Flows;
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

    private readonly ScoringOptions _options;
    private readonly ActiveModels _models;
    private readonly HostEpisodes<ScoredHost> _initiators;

    public ModelDetector(ScoringOptions options, ActiveModels models)
    {
        _options = options;
        _models = models;
        _initiators = new(Name, options.MaxInitiators, h => Timestamp.Min(h.Last + options.EpisodeGap, h.First + options.MaxEpisode), ScoredHost.Load);
    }

    public string Name => "model";

    public void OnRecord(string site, FlowRecord record)
    {
        if (!record.Final || record.Features is not { } features) return;
        var verdict = _models.Score(features);
        if (double.IsNaN(verdict.Anomaly) && double.IsNaN(verdict.Attack)) return;
        DetectionMetrics.Scored.Add(1);
        var key = new SiteHost(site, record.Key.Originator);
        bool unusual = verdict.Anomaly <= _options.MaxPValue, attack = verdict.Attack >= _options.MinAttackProbability;
        var host = _initiators.Find(key);
        if (host is null)
        {
            if (!unusual && !attack) return;
            _initiators.Add(key, host = new ScoredHost(record.Time));
        }
        host.Count();
        if (unusual) host.AddUnusual(record, verdict.Anomaly, _models.Explain);
        if (attack) host.AddAttack(NameOf(verdict), record, verdict.Attack, _models.Explain);
        if (unusual || attack) _initiators.Changed(key);
        else _initiators.Unsaved(key);
    }

    /// <summary>Aggregates have no feature rows.</summary>
    public void OnAggregate(string site, AggregateRecord aggregate)
    {
    }

    public void CloseInterval(Timestamp end, List<Finding> findings)
    {
        foreach (var (key, host) in _initiators.TakeChanged()) Weigh(key, host, end, false, findings);
    }

    public void Expire(Timestamp now, List<Finding> findings)
    {
        while (_initiators.TryTakeDue(now, out var key, out var host, out var due)) Weigh(key, host, Grid.End(due), true, findings);
    }

    public void TakeChanges(List<KeyValuePair<string, byte[]?>> entries) => _initiators.TakeChanges(entries);

    public void Restore(string key, byte[] saved) => _initiators.Restore(key, saved);

    private void Weigh(SiteHost key, ScoredHost host, Timestamp time, bool last, List<Finding> findings)
    {
        if (UnusualVerdict.Of(host, _options) is { } unusual && host.Unusual.Report.Next(host.Unusual.Count, last))
        {
            findings.Add(unusual.ToFinding(key, host, time));
            _initiators.Unsaved(key);
        }
        foreach (var (name, flows) in host.Attacks)
        {
            if (flows.Count < _options.MinAttackFlows || flows.Count < _options.MinAttackShare * host.Scored || !flows.Report.Next(flows.Count, last)) continue;
            findings.Add(AttackVerdict.ToFinding(key, host, name, flows, TechniquesOf(name), _options, time));
            _initiators.Unsaved(key);
        }
    }

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
