namespace NetThreat.Learning.Store;

/// <summary>Which learned models score flows.</summary>
internal sealed record ModelsOptions
{
    /// <summary>Flows are scored by models.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// The folder of one's own models, <c>NAME/VERSION/</c> in it. Empty: the folder <c>models</c> in the data folder. The models that are
    /// shipped with the program are found beside it; one's own of the same name and version win.
    /// </summary>
    public string Folder { get; init; } = "";

    /// <summary>The models that score, as <c>NAME</c> (its latest version) or <c>NAME@VERSION</c>. Empty: all that are shipped, in their latest version.</summary>
    public IReadOnlyList<string> Active { get; init; } = [];

    /// <summary>What is wrong with these options, one line each.</summary>
    public IEnumerable<string> Errors()
    {
        foreach (var reference in Active)
            if (!ModelReference.TryParse(reference, out _)) yield return $"Models:Active '{reference}' is no model: write NAME or NAME@VERSION";
        foreach (var twice in Active.Select(a => a.Split('@')[0]).GroupBy(a => a, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"Models:Active names '{twice.Key}' twice: keep one version";
    }
}
