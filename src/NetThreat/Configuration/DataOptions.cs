namespace NetThreat.Configuration;

/// <summary>Where the process keeps what it must not lose.</summary>
internal sealed record DataOptions
{
    /// <summary>
    /// The folder of the databases and keys, readable by its owner alone. Empty: <c>$XDG_STATE_HOME/netthreat</c>, or
    /// <c>~/.local/state/netthreat</c> where that variable is not set.
    /// </summary>
    public string Folder { get; init; } = "";
}
