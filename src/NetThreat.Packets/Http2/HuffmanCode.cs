namespace NetThreat.Packets.Http2;

/// <summary>
/// HPACK's Huffman code (RFC 7541 section 5.2 and appendix B). It is canonical: the lengths of the codes, ordered by length and symbol, give
/// the codes themselves.
/// </summary>
internal static class HuffmanCode
{
    private const int MaxBits = 30, EndOfString = 256;

    private static readonly byte[] Lengths =
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28,
        28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6,
        6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6,
        6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22,
        20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23,
        22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22,
        23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22,
        25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
    ];

    /// <summary>Per length: its first code, how many codes have it, and where their symbols begin.</summary>
    private static readonly uint[] First = new uint[MaxBits + 1];
    private static readonly int[] Count = new int[MaxBits + 1], Start = new int[MaxBits + 1];
    private static readonly ushort[] Symbols = Order();

    /// <summary>Decodes a string.</summary>
    /// <returns>Bytes written; -1 for what is no code, or more than fits.</returns>
    public static int Decode(ReadOnlySpan<byte> from, Span<byte> to)
    {
        uint code = 0;
        int bits = 0, n = 0;
        foreach (byte b in from)
        {
            for (int i = 7; i >= 0; i--)
            {
                code = code << 1 | (uint)(b >> i & 1);
                if (++bits > MaxBits) return -1;
                uint index = code - First[bits];
                if (code < First[bits] || index >= Count[bits]) continue;
                int symbol = Symbols[Start[bits] + (int)index];
                if (symbol == EndOfString || n == to.Length) return -1;
                to[n++] = (byte)symbol;
                (code, bits) = (0, 0);
            }
        }

        // Padding is the beginning of the code of the string's end: ones, fewer than eight.
        return bits < 8 && code == (1u << bits) - 1 ? n : -1;
    }

    private static ushort[] Order()
    {
        var symbols = Enumerable.Range(0, Lengths.Length).OrderBy(s => Lengths[s]).ThenBy(s => s).Select(s => (ushort)s).ToArray();
        uint code = 0;
        int at = 0;
        for (int length = 1; length <= MaxBits; length++)
        {
            code <<= 1;
            (First[length], Start[length]) = (code, at);
            while (at < symbols.Length && Lengths[symbols[at]] == length)
            {
                Count[length]++;
                at++;
                code++;
            }
        }

        return symbols;
    }
}
