namespace NetThreat.Flows.Fragments;

/// <summary>What became of a fragment.</summary>
internal enum FragmentResult : byte
{
    /// <summary>It has a conversation: its own, or the first fragment's.</summary>
    Attributed,

    /// <summary>It waits for the first fragment, and leaves with it or as lost.</summary>
    Waiting,

    /// <summary>It has no conversation and will not get one.</summary>
    Lost,
}
