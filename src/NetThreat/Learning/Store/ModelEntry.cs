using NetThreat.Learning.Manifests;

namespace NetThreat.Learning.Store;

/// <summary>A model's folder, with its manifest or with what is wrong with it.</summary>
/// <param name="Name">Of the outer folder.</param>
/// <param name="Version">Of the inner folder.</param>
/// <param name="Manifest">Null where it cannot be used.</param>
/// <param name="Fault">Why not, in one line; null where it can.</param>
/// <param name="Shipped">It came with the program.</param>
internal sealed record ModelEntry(string Name, string Version, string Folder, ModelManifest? Manifest, string? Fault, bool Shipped)
{
    public string Id => $"{Name}@{Version}";

    /// <summary>SHA-256 of the manifest, which holds that of the weights: 64 lower-case hexadecimal digits; empty without a manifest.</summary>
    public string Digest { get; init; } = "";

    /// <summary>The path of a file of the model.</summary>
    public string File(string name) => Path.Combine(Folder, name);
}
