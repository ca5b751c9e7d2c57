namespace NetThreat.Learning.Manifests;

/// <summary>What the steps of a sequence are.</summary>
public enum SequenceKind
{
    /// <summary>The first packets of one flow.</summary>
    Packets,

    /// <summary>The last flows of one initiator.</summary>
    Host,

    /// <summary>The last flows of one pair of hosts.</summary>
    Pair,
}

/// <param name="Kind">What the steps are.</param>
/// <param name="Steps">Longest sequence.</param>
/// <param name="MinSteps">Shorter ones are not scored.</param>
/// <param name="MaxGapSeconds">A window of flows begins anew after a silence longer than this.</param>
public sealed record ManifestSequence(SequenceKind Kind, int Steps, int MinSteps = 1, double MaxGapSeconds = 3600);
