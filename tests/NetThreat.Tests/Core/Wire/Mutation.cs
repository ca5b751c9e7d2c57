namespace NetThreat.Tests.Core.Wire;

/// <summary>Damage as a hostile or broken sender would do it: flipped bits, cut ends, repeated and inserted pieces.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] bytes, Random random)
    {
        for (int n = random.Next(1, 4); n > 0 && bytes.Length > 0; n--)
            bytes = random.Next(5) switch
            {
                0 => bytes[..random.Next(bytes.Length)],
                1 => [.. bytes, .. bytes[random.Next(bytes.Length)..]],
                2 => Insert(bytes, random),
                3 => Set(bytes, random.Next(bytes.Length), (byte)(random.Next(2) == 0 ? 0xFF : random.Next(256))),
                _ => Flip(bytes, random),
            };
        return bytes;
    }

    private static byte[] Insert(byte[] bytes, Random random)
    {
        var piece = new byte[random.Next(1, 12)];
        random.NextBytes(piece);
        int at = random.Next(bytes.Length);
        return [.. bytes[..at], .. piece, .. bytes[at..]];
    }

    private static byte[] Set(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length);
        return Set(bytes, at, (byte)(bytes[at] ^ 1 << random.Next(8)));
    }
}
