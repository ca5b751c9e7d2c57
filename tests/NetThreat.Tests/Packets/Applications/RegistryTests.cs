using NetThreat.Core.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Tests.Packets.Applications;

public class RegistryTests
{
    [Fact]
    public void Names_are_unique_and_plain()
    {
        var names = ApplicationProtocols.All.Select(p => p.Name).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, n => Assert.Matches("^[a-z0-9_]+$", n));
    }

    [Fact]
    public void A_flow_can_keep_all_candidates_of_its_transport()
    {
        Assert.True(ApplicationProtocols.Over(IpProtocol.Tcp).Length <= ApplicationProtocols.MaxPerTransport);
        Assert.True(ApplicationProtocols.Over(IpProtocol.Udp).Length <= ApplicationProtocols.MaxPerTransport);
    }

    [Fact]
    public void Every_fact_is_named_once_as_protocol_and_field()
    {
        foreach (var protocol in ApplicationProtocols.All)
        {
            Assert.Equal(protocol.Facts.Count, protocol.Facts.Distinct().Count());
            Assert.All(protocol.Facts, f => Assert.Matches(@"^[a-z0-9_]+\.[a-z0-9_]+$", f));
        }
    }

    [Fact]
    public void Empty_payloads_are_nobodys()
    {
        foreach (byte transport in new[] { IpProtocol.Tcp, IpProtocol.Udp })
        {
            foreach (var protocol in ApplicationProtocols.Over(transport))
            {
                var payload = new Payload { Data = default, WireLength = 0, FromOriginator = true, Transport = transport, OriginatorPort = 40000, ResponderPort = 40001 };
                Assert.NotEqual(Recognition.Yes, protocol.Recognize(in payload));
            }
        }
    }
}
