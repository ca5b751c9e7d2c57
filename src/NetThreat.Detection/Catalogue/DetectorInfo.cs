namespace NetThreat.Detection.Catalogue;

/// <summary>What the catalogue says of a detector; its documentation page is generated from this.</summary>
/// <param name="Name">The stable name in findings.</param>
/// <param name="Title">What people read in a list: a noun phrase.</param>
/// <param name="Techniques">MITRE ATT&amp;CK techniques it speaks of.</param>
/// <param name="Looks">What it looks at, in one or two sentences.</param>
/// <param name="Fires">When it fires, with its parameters by name.</param>
/// <param name="Silent">What it leaves alone on purpose, and what it cannot see.</param>
public sealed record DetectorInfo(string Name, string Title, IReadOnlyList<string> Techniques, string Looks, string Fires, string Silent);

/// <summary>All detectors by name.</summary>
public static class DetectorCatalogue
{
    public static IReadOnlyList<DetectorInfo> All { get; } =
    [
        PortScan.PortScanDetector.Vertical, PortScan.PortScanDetector.Horizontal, PortScan.PortScanDetector.Sweep, SynFlood.SynFloodDetector.Info,
        Scoring.ModelDetector.Unusual, Scoring.ModelDetector.Attack,
    ];

    /// <summary>The detector's title, or its name when it is not of this release.</summary>
    public static string TitleOf(string name) => All.FirstOrDefault(d => d.Name == name)?.Title ?? name;
}
