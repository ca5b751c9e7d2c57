using NetThreat.Simulation;

namespace NetThreat.Tests.Simulation;

/// <summary>What a receiver would check of every packet.</summary>
public class SimulatedFrameTests
{
    private static readonly List<Frame> Demo = Simulated.Frames(Scenarios.Demo(11), 45);

    [Fact]
    public void Every_header_and_transport_checksum_is_right()
    {
        Assert.All(Demo.Where(f => f.IsV4), f => Assert.Equal(0, Frame.Checksum(f.IpHeader.ToArray())));
        Assert.All(Demo.Where(f => f.IsIp), f => Assert.Equal(0, Frame.Checksum(f.Protocol == 1 ? [] : f.PseudoHeader(), f.Transport.ToArray())));
    }

    [Fact]
    public void The_mix_has_every_protocol_of_an_office()
    {
        Assert.Contains(Demo, f => f.EtherType == 0x0806);
        Assert.Contains(Demo, f => f.IsTcp && !f.IsV4);
        Assert.Contains(Demo, f => f.IsIp && f.Protocol == 1);
        foreach (int port in new[] { 53, 123, 5353 }) Assert.Contains(Demo, f => f.IsIp && f.Protocol == 17 && f.DestinationPort == port);
        foreach (int port in new[] { 80, 443 }) Assert.Contains(Demo, f => f.IsTcp && f.SourcePort == port && f.Payload.Length > 1000);
    }

    [Fact]
    public void Frames_have_at_least_the_Ethernet_minimum_and_at_most_its_maximum() =>
        Assert.All(Demo, f => Assert.InRange(f.Bytes.Length, 60, 1514));

    [Fact]
    public void Addresses_of_the_network_stand_behind_their_own_Ethernet_address()
    {
        var byHost = Demo.Where(f => f.IsV4 && f.Source.ToV4() >> 8 == 0x0A1400).GroupBy(f => f.Source);
        Assert.All(byHost, g => Assert.Single(g.Select(f => Convert.ToHexString(f.Bytes, 6, 6)).Distinct()));
    }
}
