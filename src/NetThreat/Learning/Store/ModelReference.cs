using NetThreat.Learning.Manifests;

namespace NetThreat.Learning.Store;

/// <summary>A model as people name it: <c>NAME</c> for its latest version, or <c>NAME@VERSION</c>.</summary>
internal sealed record ModelReference(string Name, string? Version)
{
    public static bool TryParse(string text, out ModelReference reference)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        reference = at < 0 ? new(text, null) : new(text[..at], text[(at + 1)..]);
        return ModelManifest.IsName(reference.Name) && (reference.Version is null || ModelManifest.IsName(reference.Version));
    }

    public override string ToString() => Version is null ? Name : $"{Name}@{Version}";
}
