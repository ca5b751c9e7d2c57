namespace NetThreat.Testing.Fuzz;

/// <summary>Pseudo-random numbers that depend on a seed and a position alone (SplitMix64), so that any single input can be made again.</summary>
public struct FuzzRandom(ulong seed, ulong position)
{
    private ulong _state = seed * 0x9E37_79B9_7F4A_7C15 ^ position * 0xD1B5_4A32_D192_ED03;

    public ulong Next()
    {
        ulong z = _state += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ z >> 30) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ z >> 27) * 0x94D0_49BB_1331_11EB;
        return z ^ z >> 31;
    }

    /// <returns>0 to <paramref name="limit"/> − 1.</returns>
    public int Below(int limit) => (int)((UInt128)Next() * (uint)limit >> 64);

    /// <returns>True once in <paramref name="n"/>.</returns>
    public bool OneIn(int n) => Below(n) == 0;
}
