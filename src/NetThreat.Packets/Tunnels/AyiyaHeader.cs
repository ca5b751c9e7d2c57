namespace NetThreat.Packets.Tunnels;

/// <summary>AYIYA (draft-massar-v6ops-ayiya-02 section 4): only messages that forward a packet.</summary>
internal static class AyiyaHeader
{
    private const int Fixed = 8;
    private const int Forward = 1;

    public static bool Read(ReadOnlySpan<byte> payload, out InnerLayer layer, out int skip)
    {
        layer = InnerLayer.None;
        skip = 0;
        if (payload.Length < Fixed || (payload[2] & 0xF) != Forward) return false;

        // Identity of 2^n bytes, signature of n words.
        skip = Fixed + (1 << (payload[0] >> 4)) + (payload[1] >> 4) * 4;
        layer = payload[3] switch
        {
            4 => InnerLayer.IPv4,
            41 => InnerLayer.IPv6,
            _ => InnerLayer.None,
        };
        return true;
    }
}
