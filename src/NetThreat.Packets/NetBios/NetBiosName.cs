namespace NetThreat.Packets.NetBios;

/// <summary>Names as RFC 1001 section 14.1 encodes them: two letters A to P for each of 16 bytes, the last of which is a suffix.</summary>
internal static class NetBiosName
{
    private const int EncodedLength = 32;

    /// <summary>Reads one encoded name: a length of 32, the letters, a scope that is passed over.</summary>
    /// <param name="destination">15 bytes.</param>
    /// <returns>Length of the name without padding; -1 when it is none.</returns>
    public static int Decode(ReadOnlySpan<byte> encoded, Span<byte> destination)
    {
        if (encoded.Length < 1 + EncodedLength || encoded[0] != EncodedLength) return -1;
        int length = 0;
        for (int i = 0; i < 16; i++)
        {
            int high = encoded[1 + (2 * i)] - 'A', low = encoded[2 + (2 * i)] - 'A';
            if (high is < 0 or > 15 || low is < 0 or > 15) return -1;
            if (i == 15) break;
            destination[i] = (byte)(high << 4 | low);
            if (destination[i] is not (0x20 or 0)) length = i + 1;
        }

        return length;
    }
}
