using NetThreat.Packets;

namespace NetThreat.Flows.Features;

/// <summary>
/// What the full profile measures of a flow beyond the CICFlowMeter columns. It stands apart from the slot, in memory that the basic
/// profile does not have; all zero is the state of a flow without packets. Its size is part of the memory goal: at most 640 bytes.
/// </summary>
internal struct ExtendedState
{
    public long Originator, Responder;

    /// <param name="originator">The originator sent the packet.</param>
    /// <param name="packet">The decoded packet.</param>
    /// <param name="time">Capture time in nanoseconds.</param>
    /// <param name="payload">The captured payload.</param>
    public void Add(bool originator, in DecodedPacket packet, long time, ReadOnlySpan<byte> payload)
    {
        if (originator) Originator++;
        else Responder++;
    }

    /// <summary>The originator proved to be the other side.</summary>
    public void ExchangeRoles() => (Originator, Responder) = (Responder, Originator);
}
