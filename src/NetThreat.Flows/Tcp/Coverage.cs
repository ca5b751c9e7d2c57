namespace NetThreat.Flows.Tcp;

/// <summary>How much of a range of a stream has been seen.</summary>
internal enum Coverage : byte
{
    None,
    Part,
    All,
}
