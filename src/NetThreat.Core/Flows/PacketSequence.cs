namespace NetThreat.Core.Flows;

/// <summary>
/// The flow's first packets (SPLT: sequence of packet lengths and times), equal in all three arrays' length, at most
/// <see cref="MaxPackets"/>; packets without payload count too.
/// </summary>
/// <param name="Lengths">IP bytes of each packet, negative when the responder sent it.</param>
/// <param name="Gaps">Microseconds since the packet before, 0 for the first, at most <see cref="int.MaxValue"/>.</param>
/// <param name="Flags">The TCP flags byte of each, 0 for other protocols.</param>
public sealed record PacketSequence(int[] Lengths, int[] Gaps, byte[] Flags)
{
    public const int MaxPackets = 32;
}
