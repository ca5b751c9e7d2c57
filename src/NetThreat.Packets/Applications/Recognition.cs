namespace NetThreat.Packets.Applications;

/// <summary>What a look at a payload says about the protocol.</summary>
public enum Recognition : byte
{
    /// <summary>It is another protocol, whatever follows.</summary>
    No,

    /// <summary>More bytes, another datagram or the other side's answer can decide.</summary>
    NeedMore,

    /// <summary>It is this protocol.</summary>
    Yes,
}
