namespace NetThreat.Packets.Network;

/// <summary>The length of a datagram whose own length field is zero.</summary>
internal static class OffloadedLength
{
    /// <summary>What Linux hands to a capture at most (BIG TCP, 512 KiB): a larger claim comes from a forged record header.</summary>
    private const int Max = 512 * 1024;

    /// <summary>The smallest Ethernet payload: what follows a shorter datagram is padding, and its length of zero is its own.</summary>
    private const int SmallestPayload = 46;

    public static bool IsPadding(int wireLength, int offset) => wireLength - offset <= SmallestPayload;

    public static int Of(int wireLength, int offset) => Math.Clamp(wireLength - offset, 0, Max);
}
