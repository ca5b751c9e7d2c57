namespace NetThreat.Packets.Tunnels;

/// <summary>Teredo (RFC 4380 section 5.1.1): authentication, then origin indication, both optional, then IPv6.</summary>
internal static class TeredoHeader
{
    private const int Origin = 8;
    private const int AuthenticationFixed = 4;

    /// <summary>Nonce and confirmation byte behind identifier and value.</summary>
    private const int Nonce = 9;

    public static bool Read(ReadOnlySpan<byte> payload, out InnerLayer layer, out int skip)
    {
        layer = InnerLayer.IPv6;
        skip = 0;
        if (payload.Length >= AuthenticationFixed && payload[0] == 0 && payload[1] == 1) skip = AuthenticationFixed + payload[2] + payload[3] + Nonce;
        if (payload.Length - skip >= Origin && payload[skip] == 0 && payload[skip + 1] == 0) skip += Origin;
        return skip < payload.Length;
    }
}
