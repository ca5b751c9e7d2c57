using NetThreat.Core.Findings;
using NetThreat.Core.Incidents;
using NetThreat.Core.Stores;
using NetThreat.Web.Attack;

namespace NetThreat.Web.Api.Model;

internal sealed record EntityDto(string Kind, string Value, string Role);

/// <summary>One side of the story: a sample of addresses and the count it stands for.</summary>
internal sealed record PeersDto(IReadOnlyList<string> Sample, long Count, bool Estimated)
{
    public static PeersDto Of(Peers peers) => new([.. peers.Sample.Select(a => a.ToString())], peers.Count, peers.Estimated);
}

internal sealed record TechniqueDto(string Id, string? Name)
{
    public static IReadOnlyList<TechniqueDto> Of(IReadOnlyList<string> ids) => [.. ids.Select(id => new TechniqueDto(id, AttackTechniques.Name(id)))];
}

/// <summary>What people set. <paramref name="Version"/> is in the ETag.</summary>
internal sealed record HandlingDto(IncidentState State, string? Assignee, string? Comment, long Version)
{
    public static HandlingDto Of(IncidentHandling handling) => new(handling.State, handling.Assignee, handling.Comment, handling.Version);
}

/// <summary>One number of a finding; <paramref name="Threshold"/> is null where the value only informs.</summary>
internal sealed record EvidenceDto(string Name, double? Value, string Unit, double? Threshold);

internal sealed record FindingDto(
    string Id, int Revision, string Detector, EntityDto Entity, PeersDto Peers, string? WindowStart, string? First, string? Last, string? Time,
    double Confidence, double Severity, IReadOnlyList<TechniqueDto> Techniques, string Summary, IReadOnlyList<EvidenceDto> Evidence, IReadOnlyList<string> Flows,
    IReadOnlyList<FlowScoreDto> Scores)
{
    public static FindingDto Of(Finding f) => new(
        f.Id.ToString(), f.Revision, f.Detector, Names.Entity(f.Entity, f.Role), PeersDto.Of(f.Peers), f.WindowStart.Text(), f.First.Text(), f.Last.Text(), f.Time.Text(),
        f.Confidence, f.Severity, TechniqueDto.Of(f.Techniques), f.Summary,
        [.. f.Evidence.Select(e => new EvidenceDto(e.Name, Wire.Finite(e.Value), e.Unit, Wire.Finite(e.Threshold)))], [.. f.Flows.Select(id => id.ToString())],
        [.. f.Scores.Select(FlowScoreDto.Of)]);
}

/// <summary>An incident as lists and streams show it. <paramref name="Handling"/> is null in the event stream, which carries what workers found.</summary>
internal sealed record IncidentDto(
    string Id, int Revision, string Site, string Title, double Risk, EntityDto KeyEntity, PeersDto Attackers, PeersDto Victims,
    IReadOnlyList<TechniqueDto> Techniques, string? First, string? Last, string? Opened, string? Updated, int FindingCount, HandlingDto? Handling)
{
    public static IncidentDto Of(Incident i, IncidentHandling? handling) => new(
        i.Id.ToString(), i.Revision, i.Site, i.Title, i.Risk, Names.Entity(i.KeyEntity, i.KeyRole), PeersDto.Of(i.Attackers), PeersDto.Of(i.Victims),
        TechniqueDto.Of(i.Techniques), i.First.Text(), i.Last.Text(), i.Opened.Text(), i.Updated.Text(), i.FindingCount, handling is null ? null : HandlingDto.Of(handling));
}

/// <summary>An incident with its evidence; findings beyond the list are counted in <c>findingCount</c>.</summary>
internal sealed record IncidentDetailDto(IncidentDto Incident, IReadOnlyList<FindingDto> Findings)
{
    public static IncidentDetailDto Of(IncidentView view) => new(IncidentDto.Of(view.Incident, view.Handling), [.. view.Incident.Findings.Select(FindingDto.Of)]);
}

/// <summary>What a client may change; a member that is absent stays, null clears.</summary>
internal sealed record HandlingPatchDto(IncidentState? State, string? Assignee, string? Comment);

internal static class Names
{
    public static EntityDto Entity(Entity entity, EntityRole role) => new(Camel(entity.Kind), entity.Value, Camel(role));

    public static string Camel<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
