using NetThreat.Core.Randomness;

namespace NetThreat.Tests.ModelTrust;

/// <summary>A file with one to four places changed, by seed and number.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] original, ulong seed, int number)
    {
        var random = new Xoshiro256(Xoshiro256.WordAt(seed, number));
        var bytes = (byte[])original.Clone();
        for (ulong changes = 1 + random.Next() % 4; changes > 0; changes--)
        {
            int at = (int)(random.Next() % (ulong)bytes.Length);
            switch (random.Next() % 4)
            {
                case 0: bytes[at] ^= (byte)(1 << (int)(random.Next() % 8)); break;
                case 1: bytes[at] = (byte)random.Next(); break;
                case 2: bytes[at] = 0xFF; break;
                default: bytes = [.. bytes[..at], .. bytes[Math.Min(at + 1 + (int)(random.Next() % 8), bytes.Length)..]]; break;
            }
        }
        return bytes;
    }
}
