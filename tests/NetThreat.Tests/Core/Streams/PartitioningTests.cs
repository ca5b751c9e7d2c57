using NetThreat.Core.Net;
using NetThreat.Core.Streams;

namespace NetThreat.Tests.Core.Streams;

public sealed class PartitioningTests
{
    /// <summary>Numbers written down once: a change would part the records of a host from their history.</summary>
    [Theory]
    [InlineData("", 0xcbf29ce484222325)]
    [InlineData("a", 0xaf63dc4c8601ec8c)]
    [InlineData("foobar", 0x85944171f73967e8)]
    public void Names_are_hashed_with_FNV_1a(string name, ulong expected) => Assert.Equal(expected, Partitioning.HashName(name));

    [Fact]
    public void Hosts_spread_evenly_and_sites_differently()
    {
        var hosts = Enumerable.Range(0, 8000).Select(i => Address.FromV4(0x0A000000 + (uint)i)).ToList();
        Assert.All(hosts.GroupBy(h => Partitioning.OfHost("site", h, 8)), g => Assert.InRange(g.Count(), 850, 1150));
        Assert.InRange(hosts.Count(h => Partitioning.OfHost("site", h, 8) == Partitioning.OfHost("other", h, 8)), 800, 1200);
        Assert.All(hosts, h => Assert.Equal(0, Partitioning.OfHost("site", h, 1)));
    }
}
