using System.Globalization;
using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Testing;

namespace NetThreat.Tests.Flows;

public class CommunityIdTests
{
    [DataTheory]
    [InlineData("baseline_deflt.json", 0)]
    [InlineData("baseline_seed1.json", 1)]
    public void Equals_the_published_baselines(string file, int seed)
    {
        using var rows = JsonDocument.Parse(File.ReadAllText(Data.Path("peers/community-id/baseline/" + file)));
        Assert.NotEmpty(rows.RootElement.EnumerateArray());
        foreach (var row in rows.RootElement.EnumerateArray())
        {
            byte protocol = row.GetProperty("proto").GetByte();
            var key = new FlowKey(Address.Parse(row.GetProperty("saddr").GetString()!), Address.Parse(row.GetProperty("daddr").GetString()!), Port(row, "sport"), Port(row, "dport"), protocol);
            Assert.Equal(row.GetProperty("communityid").GetString(), CommunityId.Of(Mapped(key), (ushort)seed));
        }
    }

    [Fact]
    public void Both_directions_give_one_id()
    {
        var there = new FlowKey(Address.Parse("10.0.0.1"), Address.Parse("127.0.0.1"), 1234, 80, IpProtocol.Tcp);
        var back = new FlowKey(there.Responder, there.Originator, there.ResponderPort, there.OriginatorPort, IpProtocol.Tcp);
        Assert.Equal(CommunityId.Of(there), CommunityId.Of(back));
        Assert.StartsWith("1:", CommunityId.Of(there), StringComparison.Ordinal);
        Assert.Equal(CommunityId.Length, CommunityId.Of(there).Length);
    }

    private static ushort Port(JsonElement row, string name) =>
        row.TryGetProperty(name, out var p) && p.ValueKind != JsonValueKind.Null ? ushort.Parse(p.ToString(), CultureInfo.InvariantCulture) : (ushort)0;

    /// <summary>The baselines give ICMP's type and code; a flow key holds type and reply type.</summary>
    private static FlowKey Mapped(FlowKey key) => key.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6
        ? key with { ResponderPort = key.ResponderPort == 0 || IcmpCounterpart.IsOneWay(key.Protocol, (byte)key.OriginatorPort) ? (ushort)IcmpCounterpart.Of(key.Protocol, (byte)key.OriginatorPort, (byte)key.ResponderPort, out _) : key.ResponderPort }
        : key;
}
