using NetThreat.Core.Net;

namespace NetThreat.Core.Streams;

/// <summary>
/// Which partition a host's records belong to: FNV-1a (Fowler, Noll, Vo; 64 bits) over the site's characters and the 16 address bytes,
/// folded by multiplication into the range. Fixed for ever: every sensor must agree with every worker.
/// </summary>
public static class Partitioning
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <returns>0 to <paramref name="partitions"/> - 1.</returns>
    public static int Of(string site, Address address, int partitions)
    {
        Span<byte> b = stackalloc byte[16];
        address.CopyTo(b);
        ulong h = Offset;
        foreach (char c in site) h = (h ^ c) * Prime;
        foreach (byte x in b) h = (h ^ x) * Prime;
        return Fold(h, partitions);
    }

    /// <summary>The partition of everything of one site.</summary>
    public static int Of(string site, int partitions)
    {
        ulong h = Offset;
        foreach (char c in site) h = (h ^ c) * Prime;
        return Fold(h, partitions);
    }

    /// <summary>FNV's low bits are its weakest: a multiply-xorshift mixes before the range is taken from the high half.</summary>
    private static int Fold(ulong h, int partitions)
    {
        h ^= h >> 32;
        h *= 0xD6E8FEB86659FD93UL;
        h ^= h >> 32;
        return (int)((UInt128)h * (ulong)partitions >> 64);
    }
}
