using NetThreat.Core.Net;

namespace NetThreat.Simulation.Traffic;

/// <summary>One host as the tap sees it.</summary>
/// <param name="Name">For people and for names in the traffic.</param>
/// <param name="V4">Its IPv4 address.</param>
/// <param name="V6">Its IPv6 address, if it has one.</param>
/// <param name="Mac">Its Ethernet address; for hosts beyond the gateway the gateway's.</param>
/// <param name="Stack">Its TCP.</param>
/// <param name="Hops">Routers between it and the tap.</param>
/// <param name="Distance">One-way delay between it and the tap.</param>
public sealed record SimulatedHost(
    string Name, Address V4, Address? V6, MacAddress Mac, TcpStack Stack, int Hops, TimeSpan Distance)
{
    /// <summary>Time to live as seen at the tap.</summary>
    public byte TtlAtTap => (byte)(Stack.Ttl - Hops);

    internal bool IsLocal => Hops == 0;
}

/// <summary>One end of a conversation.</summary>
internal readonly record struct Endpoint(SimulatedHost Host, Address Address, ushort Port)
{
    public static Endpoint V4(SimulatedHost host, int port) => new(host, host.V4, (ushort)port);
}
