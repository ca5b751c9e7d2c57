using NetThreat.Core.Scores;

namespace NetThreat.Web.Api.Model;

/// <summary>What one column did to a score; <paramref name="Value"/> and <paramref name="Typical"/> are null where not known.</summary>
internal sealed record ContributionDto(string Column, string Unit, double? Value, double? Typical, double? Amount);

/// <summary>One model's score: for an anomaly model <paramref name="Calibrated"/> is a p-value, for a classifier the probability of <paramref name="Class"/>.</summary>
internal sealed record ModelScoreDto(
    string Model, string Kind, string Task, double? Raw, double? Calibrated, string? Class, string? Explained, IReadOnlyList<ContributionDto> Contributions)
{
    public static ModelScoreDto Of(ModelScore part) => new(
        part.Model, part.Kind, Names.Camel(part.Task), Wire.Finite(part.Raw), Wire.Finite(part.Calibrated), part.Class.Length == 0 ? null : part.Class,
        part.Explained.Length == 0 ? null : part.Explained,
        [.. part.Contributions.Select(c => new ContributionDto(c.Column, c.Unit, Wire.Finite(c.Value), Wire.Finite(c.Typical), Wire.Finite(c.Amount)))]);
}

/// <summary>All models' scores of a flow: <paramref name="Anomaly"/> is their joint p-value, <paramref name="Attack"/> the highest probability of an attack class.</summary>
internal sealed record FlowScoreDto(string Flow, double? Anomaly, double? Attack, IReadOnlyList<ModelScoreDto> Parts)
{
    public static FlowScoreDto Of(FlowScore score) => new(score.Flow.ToString(), Wire.Finite(score.Anomaly), Wire.Finite(score.Attack), [.. score.Parts.Select(ModelScoreDto.Of)]);
}
