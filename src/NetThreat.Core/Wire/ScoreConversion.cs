using NetThreat.Core.Scores;

namespace NetThreat.Core.Wire;

/// <summary>The scores of learned models to and from their messages.</summary>
internal static class ScoreConversion
{
    public static FlowScoreRecord ToWire(FlowScore score)
    {
        var w = new FlowScoreRecord { Flow = FindingConversion.ToWire(score.Flow), Anomaly = score.Anomaly, Attack = score.Attack };
        w.Parts.AddRange(score.Parts.Select(ToWire));
        return w;
    }

    public static FlowScore FromWire(FlowScoreRecord w, WireCheck check) => new(
        check.Id(w.Flow, "a flow id"), w.Anomaly, w.Attack, check.List(w.Parts, FlowScore.MaxParts, "models of a score", p => FromWire(p, check)));

    private static ModelScoreRecord ToWire(ModelScore part)
    {
        var w = new ModelScoreRecord
        {
            Model = part.Model,
            Kind = part.Kind,
            Task = (uint)part.Task,
            Raw = part.Raw,
            Calibrated = part.Calibrated,
            ClassName = part.Class,
            Explained = part.Explained,
        };
        w.Contributions.AddRange(part.Contributions.Select(c => new ContributionRecord { Column = c.Column, Unit = c.Unit, Value = c.Value, Typical = c.Typical, Amount = c.Amount }));
        return w;
    }

    private static ModelScore FromWire(ModelScoreRecord w, WireCheck check) => new(
        check.Text(w.Model, WireLimits.MaxName, "a model"),
        check.Text(w.Kind, WireLimits.MaxName, "a kind of model"),
        (ModelTask)check.Int(w.Task, (int)ModelTask.Classification, "a task of a model"),
        w.Raw,
        check.Fraction(w.Calibrated, "a calibrated score"),
        check.Text(w.ClassName, WireLimits.MaxName, "a class"),
        check.Text(w.Explained, WireLimits.MaxName, "an explained output"),
        check.List(w.Contributions, ModelScore.MaxContributions, "contributions", c => new Contribution(
            check.Text(c.Column, WireLimits.MaxName, "a column"), check.Text(c.Unit, WireLimits.MaxName, "a unit"), c.Value, c.Typical, c.Amount)));
}
