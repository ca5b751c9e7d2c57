namespace NetThreat.Flows.Tcp;

/// <summary>What one side of a TCP connection has done so far, in Zeek's terms.</summary>
internal enum TcpState : byte
{
    Inactive,
    SynSent,
    SynAckSent,
    /// <summary>Seen first in the middle of the stream.</summary>
    Partial,
    Established,
    Closed,
    Reset,
}
