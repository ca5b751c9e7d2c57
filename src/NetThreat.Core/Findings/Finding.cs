using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using NetThreat.Core.Scores;
using NetThreat.Core.Time;

namespace NetThreat.Core.Findings;

/// <summary>What a finding is about.</summary>
public enum EntityKind : byte
{
    Host = 0,
    HostPair = 1,
    Network = 2,
    User = 3,
    Sensor = 4,
}

/// <summary>The key entity of a finding: the side that is one.</summary>
/// <param name="Value">A host's address in text; "a>b" for a pair; the name otherwise.</param>
public readonly record struct Entity(EntityKind Kind, string Value)
{
    public static Entity Host(Address address) => new(EntityKind.Host, address.ToString());

    public override string ToString() => Value;
}

/// <summary>Which part the key entity plays.</summary>
public enum EntityRole : byte
{
    Attacker = 0,
    Victim = 1,
}

/// <summary>A number that supports a finding, with what it is compared against.</summary>
/// <param name="Name">snake_case, for example <c>distinct_ports</c>.</param>
/// <param name="Unit">count, ratio, per_second, seconds …</param>
/// <param name="Threshold">What the value had to pass, or NaN where it only informs.</param>
public readonly record struct EvidenceNumber(string Name, double Value, string Unit, double Threshold);

/// <summary>The other side, capped: a sample and the count it stands for.</summary>
/// <param name="Sample">In ascending order, at most <see cref="MaxSample"/>.</param>
/// <param name="Count">Distinct members; an estimate where <paramref name="Estimated"/>.</param>
public sealed record Peers(IReadOnlyList<Address> Sample, long Count, bool Estimated)
{
    public const int MaxSample = 32;

    public static Peers None { get; } = new([], 0, false);
}

/// <summary>One detector's evidence about an entity in a window.</summary>
public sealed record Finding
{
    /// <summary>hash(site, detector, entity, window start): a finding that grows keeps it.</summary>
    public required Id128 Id { get; init; }

    /// <summary>1 for the first report, rising as the finding grows.</summary>
    public required int Revision { get; init; }

    public required string Site { get; init; }

    /// <summary>The detector's name in the catalogue.</summary>
    public required string Detector { get; init; }

    public required Entity Entity { get; init; }

    public required EntityRole Role { get; init; }

    /// <summary>The side that is not the key entity.</summary>
    public required Peers Peers { get; init; }

    public required Timestamp WindowStart { get; init; }

    /// <summary>Event time of the first and last record behind the finding.</summary>
    public required Timestamp First { get; init; }

    public required Timestamp Last { get; init; }

    /// <summary>Event time of this revision: the moment up to which records were considered.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>0 to 1: how sure the detector is that this is what it says.</summary>
    public required double Confidence { get; init; }

    /// <summary>0 to 1: how bad it is if true.</summary>
    public required double Severity { get; init; }

    /// <summary>MITRE ATT&amp;CK technique ids.</summary>
    public required IReadOnlyList<string> Techniques { get; init; }

    /// <summary>One sentence for people with the numbers in it.</summary>
    public required string Summary { get; init; }

    public required IReadOnlyList<EvidenceNumber> Evidence { get; init; }

    /// <summary>Flows that show it, at most <see cref="MaxFlows"/>, the earliest first.</summary>
    public required IReadOnlyList<Id128> Flows { get; init; }

    public const int MaxFlows = 16;

    /// <summary>Scores of learned models that the finding rests on, the most telling flow first, at most <see cref="MaxScores"/>; empty for other detectors.</summary>
    public IReadOnlyList<FlowScore> Scores { get; init; } = [];

    public const int MaxScores = 4;
}
