namespace NetThreat.Core.Flows;

/// <summary>Zeek's connection states; the numbers are on the wire and never change.</summary>
public enum ConnState : byte
{
    /// <summary>Mid-stream traffic, or not a connection of which more can be said.</summary>
    OTH = 0,
    /// <summary>Attempt seen, no reply.</summary>
    S0 = 1,
    /// <summary>Established, not terminated.</summary>
    S1 = 2,
    /// <summary>Normal establishment and termination.</summary>
    SF = 3,
    /// <summary>Attempt rejected.</summary>
    REJ = 4,
    /// <summary>Established, close attempt by the originator, no reply from the responder.</summary>
    S2 = 5,
    /// <summary>Established, close attempt by the responder, no reply from the originator.</summary>
    S3 = 6,
    /// <summary>Established, the originator aborted.</summary>
    RSTO = 7,
    /// <summary>The responder aborted.</summary>
    RSTR = 8,
    /// <summary>The originator sent a SYN followed by a RST, no SYN-ACK seen.</summary>
    RSTOS0 = 9,
    /// <summary>The responder sent a SYN-ACK followed by a RST, no SYN seen.</summary>
    RSTRH = 10,
    /// <summary>The originator sent a SYN followed by a FIN, no SYN-ACK seen.</summary>
    SH = 11,
    /// <summary>The responder sent a SYN-ACK followed by a FIN, no SYN seen.</summary>
    SHR = 12,
}

/// <summary>Why a flow record was released.</summary>
public enum FlowEnd : byte
{
    /// <summary>The flow goes on; this is a segment of it.</summary>
    None = 0,
    /// <summary>FIN in both directions, or RST.</summary>
    Closed = 1,
    /// <summary>Idle timeout.</summary>
    Idle = 2,
    /// <summary>A SYN began a new connection on the same tuple.</summary>
    Reused = 3,
    /// <summary>The table was full; the least valuable flow left. Counted in the ledger.</summary>
    Evicted = 4,
    /// <summary>A foreign record, complete by itself.</summary>
    Foreign = 5,
}
