namespace NetThreat.Capture.Files;

/// <summary>What a look at the next record of a file brought.</summary>
internal enum RecordResult
{
    /// <summary>A packet was added to the batch.</summary>
    Packet = 0,
    /// <summary>A record without a packet was passed over.</summary>
    Other,
    /// <summary>The record is not wholly in the window: more must be read, which moves the window.</summary>
    NeedMore,
    /// <summary>The file ends here, between two records.</summary>
    End,
    /// <summary>The file ends inside a record.</summary>
    Cut,
    /// <summary>The bytes are no record.</summary>
    Corrupt,
}
