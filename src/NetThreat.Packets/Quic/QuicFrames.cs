namespace NetThreat.Packets.Quic;

/// <summary>The frames that Initial packets may hold (RFC 9000 section 17.2.2).</summary>
internal static class QuicFrames
{
    /// <summary>Adds what CRYPTO frames hold.</summary>
    /// <param name="b">Decrypted frames.</param>
    /// <param name="googleFrames">CRYPTO has the number of the experiments before the drafts.</param>
    /// <param name="cut">The end is missing.</param>
    /// <param name="crypto">Null to check only.</param>
    /// <returns>False when this is no sequence of frames: the keys were wrong.</returns>
    public static bool Read(ReadOnlySpan<byte> b, bool googleFrames, bool cut, CryptoStream? crypto)
    {
        while (!b.IsEmpty)
        {
            byte type = b[0];
            b = b[1..];
            switch (type)
            {
                case 0 or 1: break;
                case 2 or 3:
                    if (!Acknowledgement(ref b, type == 3)) return cut;
                    break;
                case 6:
                case 8 when googleFrames:
                    if (!Crypto(ref b, crypto)) return cut;
                    break;
                case 0x1C:
                    return Close(b) || cut;
                default: return false;
            }
        }

        return true;
    }

    private static bool Crypto(ref ReadOnlySpan<byte> b, CryptoStream? crypto)
    {
        if (!QuicLongHeader.TryNumber(ref b, out ulong offset) || !QuicLongHeader.TryNumber(ref b, out ulong length)) return false;
        bool whole = length <= (ulong)b.Length;
        var data = whole ? b[..(int)length] : b;
        crypto?.Add(offset, data);
        b = b[data.Length..];
        return whole;
    }

    private static bool Acknowledgement(ref ReadOnlySpan<byte> b, bool congestion)
    {
        if (!QuicLongHeader.TryNumber(ref b, out _) || !QuicLongHeader.TryNumber(ref b, out _) || !QuicLongHeader.TryNumber(ref b, out ulong ranges)) return false;
        if (ranges > 256) return false;
        for (ulong i = 0; i < 1 + 2 * ranges + (congestion ? 3u : 0); i++)
            if (!QuicLongHeader.TryNumber(ref b, out _)) return false;
        return true;
    }

    private static bool Close(ReadOnlySpan<byte> b) =>
        QuicLongHeader.TryNumber(ref b, out _) && QuicLongHeader.TryNumber(ref b, out _) && QuicLongHeader.TryNumber(ref b, out ulong length) && length <= (ulong)b.Length;
}
