using System.Buffers.Binary;
using System.Numerics;

namespace NetThreat.Core.Randomness;

/// <summary>
/// The generator xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018), its state filled by
/// SplitMix64 as its authors advise. Own code, because what is made from a seed has to stay the same whatever the runtime does to its generators.
/// Not for secrets. Not thread-safe.
/// </summary>
public sealed class Xoshiro256
{
    private const ulong Gamma = 0x9E37_79B9_7F4A_7C15;
    private ulong _a, _b, _c, _d;

    public Xoshiro256(ulong seed)
    {
        _a = WordAt(seed, 0);
        _b = WordAt(seed, 1);
        _c = WordAt(seed, 2);
        _d = WordAt(seed, 3);
    }

    /// <summary>The generator in a given state, not all zero.</summary>
    internal Xoshiro256(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    /// <summary>64 uniform bits.</summary>
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9, t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without bias (Lemire, "Fast random integer generation in an interval", 2019).</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong n = (ulong)bound, high = Math.BigMul(Next(), n, out ulong low);
        if (low >= n) return (int)high;
        for (ulong threshold = unchecked(0 - n) % n; low < threshold;) high = Math.BigMul(Next(), n, out low);
        return (int)high;
    }

    /// <summary>A uniform integer in [<paramref name="low"/>, <paramref name="high"/>].</summary>
    public int Between(int low, int high) => low + Next(high - low + 1);

    /// <summary>A uniform number in [0, 1) with 53 bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> of) => of[Next(of.Count)];

    public void Fill(Span<byte> bytes)
    {
        Span<byte> word = stackalloc byte[8];
        for (; bytes.Length > 0; bytes = bytes[Math.Min(8, bytes.Length)..])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Next());
            word[..Math.Min(8, bytes.Length)].CopyTo(bytes);
        }
    }

    /// <summary>A generator of its own for one part of the work, so that parts do not disturb each other's numbers.</summary>
    public Xoshiro256 Fork() => new(Next());

    /// <summary>The finaliser of SplitMix64: a bijection of 64 bits that mixes well; also addresses a random stream by position.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ z >> 27) * 0x94D0_49BB_1331_11EB;
        return z ^ z >> 31;
    }

    /// <summary>Word number <paramref name="index"/> of the random stream of a seed.</summary>
    public static ulong WordAt(ulong seed, long index) => Mix(unchecked(seed + ((ulong)index + 1) * Gamma));
}
