namespace NetThreat.Testing.Conformance;

/// <summary>
/// One other tool whose published outputs are compared with ours, over the same captures. Its expected files are never edited: where the
/// tools differ on purpose the comparison names the reason.
/// </summary>
public interface IPeer
{
    /// <summary>One word or two: zeek conn.log, nfstream, arkime.</summary>
    string Name { get; }

    /// <summary>What one comparison is: rows, flows, fields, ids.</summary>
    string Unit { get; }

    /// <summary>The least share of comparisons that are equal, among those without a named reason.</summary>
    double Goal { get; }

    /// <summary>
    /// The least number of comparisons that are equal outright, so that naming reasons cannot hide a step back. Raised when more is reached.
    /// </summary>
    long EqualFloor { get; }

    /// <summary>Compares everything; called only where the data folder is there.</summary>
    void Compare(PeerTally tally);
}
