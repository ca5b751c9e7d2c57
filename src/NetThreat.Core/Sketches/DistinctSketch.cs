using System.Numerics;

namespace NetThreat.Core.Sketches;

/// <summary>
/// Counts distinct 64-bit hashes: exact up to <see cref="ExactLimit"/>, then HyperLogLog with 2^<see cref="Precision"/> registers
/// (Flajolet et al. 2007, with the linear counting correction for small ranges; standard error 1.04/sqrt(m) = 3.3 %).
/// The state is a function of the set of hashes alone: neither the order nor the way of merging changes it.
/// </summary>
public sealed class DistinctSketch
{
    public const int ExactLimit = 64;
    public const int Precision = 10;
    private const int Registers = 1 << Precision;
    private const byte ExactTag = 1;
    private const byte DenseTag = 2;

    private SortedSet<ulong>? _exact = [];
    private byte[]? _registers;

    /// <summary>True while the count is exact.</summary>
    public bool IsExact => _exact is not null;

    /// <summary>The number of distinct hashes, or its estimate.</summary>
    public long Count => _exact?.Count ?? Estimate();

    /// <summary>Adds a well-mixed hash.</summary>
    /// <returns>True when the state changed: always for a new hash while exact.</returns>
    public bool Add(ulong hash)
    {
        if (_exact is null) return AddDense(hash);
        bool added = _exact.Add(hash);
        if (_exact.Count > ExactLimit) Densify();
        return added;
    }

    public void Merge(DistinctSketch other)
    {
        if (other._exact is { } few)
        {
            foreach (ulong h in few) Add(h);
            return;
        }
        if (_exact is not null) Densify();
        for (int i = 0; i < Registers; i++) _registers![i] = Math.Max(_registers[i], other._registers![i]);
    }

    /// <summary>A tag byte, then the sorted hashes (8 bytes little-endian each) or the registers.</summary>
    public byte[] Save()
    {
        if (_exact is null) return [DenseTag, .. _registers!];
        var b = new byte[1 + 8 * _exact.Count];
        b[0] = ExactTag;
        int i = 1;
        foreach (ulong h in _exact)
        {
            BitConverter.TryWriteBytes(b.AsSpan(i), h);
            i += 8;
        }
        return b;
    }

    /// <summary>Null when the bytes are not a saved sketch.</summary>
    public static DistinctSketch? TryLoad(ReadOnlySpan<byte> saved)
    {
        var s = new DistinctSketch();
        if (saved.Length > 0 && saved[0] == ExactTag && saved.Length % 8 == 1 && saved.Length <= 1 + 8 * ExactLimit)
        {
            for (int i = 1; i < saved.Length; i += 8) s._exact!.Add(BitConverter.ToUInt64(saved[i..]));
            return s;
        }
        if (saved.Length != 1 + Registers || saved[0] != DenseTag) return null;
        s._exact = null;
        s._registers = saved[1..].ToArray();
        return s._registers.Any(r => r > 64 - Precision + 1) ? null : s;
    }

    private void Densify()
    {
        _registers = new byte[Registers];
        foreach (ulong h in _exact!) AddDense(h);
        _exact = null;
    }

    private bool AddDense(ulong hash)
    {
        int register = (int)(hash >> (64 - Precision));
        byte rank = (byte)(BitOperations.LeadingZeroCount(hash << Precision | 1UL << (Precision - 1)) + 1);
        if (_registers![register] >= rank) return false;
        _registers[register] = rank;
        return true;
    }

    private long Estimate()
    {
        double sum = 0;
        int zeros = 0;
        foreach (byte r in _registers!)
        {
            sum += Math.ScaleB(1, -r);
            if (r == 0) zeros++;
        }
        const double m = Registers;
        double raw = 0.7213 / (1 + 1.079 / m) * m * m / sum;
        return (long)Math.Round(raw <= 2.5 * m && zeros > 0 ? m * Math.Log(m / zeros) : raw);
    }
}
