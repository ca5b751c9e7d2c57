using System.Text;
using NetThreat.Core.Net;
using NetThreat.Core.Sketches;

namespace NetThreat.Core.Streams;

/// <summary>
/// Which partition of a topic a key belongs to. The hash is fixed for ever, since records of one key written by different versions must
/// meet: FNV-1a (64 bits) over a name's UTF-8, then <see cref="KeyHash"/> over that and the address; modulo the number of partitions.
/// </summary>
public static class Partitioning
{
    private const ulong FnvOffset = 14695981039346656037, FnvPrime = 1099511628211;

    /// <summary>The hash of a site or sensor, for callers that partition many records of one.</summary>
    public static ulong HashName(string name)
    {
        ulong hash = FnvOffset;
        foreach (byte b in Encoding.UTF8.GetBytes(name)) hash = (hash ^ b) * FnvPrime;
        return hash;
    }

    /// <summary>Topic <c>flows</c> (and <c>hosts</c>): by site and host.</summary>
    /// <param name="siteHash"><see cref="HashName"/> of the site.</param>
    public static int OfHost(ulong siteHash, Address host, int partitions) =>
        (int)(KeyHash.Of(siteHash ^ KeyHash.Of(host)) % (ulong)partitions);

    /// <inheritdoc cref="OfHost(ulong, Address, int)"/>
    public static int OfHost(string site, Address host, int partitions) => OfHost(HashName(site), host, partitions);

    /// <summary>Topics <c>findings</c>, <c>incidents</c> (by site) and <c>sensors</c> (by sensor).</summary>
    public static int OfName(string name, int partitions) => (int)(KeyHash.Of(HashName(name)) % (ulong)partitions);
}
