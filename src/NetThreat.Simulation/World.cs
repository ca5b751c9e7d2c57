using NetThreat.Core.Net;
using NetThreat.Simulation.Engine;
using NetThreat.Simulation.Messages;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation;

/// <summary>What profiles and attacks act in: the simulator, the network's fixed parts, and what hosts do everywhere.</summary>
internal sealed class World(Simulator simulator, Network network)
{
    private readonly Dictionary<SimulatedHost, int> _nextPort = new(ReferenceEqualityComparer.Instance);

    public Simulator Simulator => simulator;

    public Network Network => network;

    /// <summary>The next ephemeral port of a host (RFC 6335 section 6).</summary>
    public ushort EphemeralPort(SimulatedHost host)
    {
        int n = _nextPort.GetValueOrDefault(host, (int)(host.V4.Low * 7919 % 16384));
        _nextPort[host] = n + 1;
        return (ushort)(49152 + n % 16384);
    }

    /// <summary>A server that takes connections unless its backlog is full.</summary>
    public ConnectOutcome Answer(in Endpoint server, ConnectOutcome otherwise) =>
        simulator.Saturated.Contains((server.Address, server.Port)) ? ConnectOutcome.Unanswered : otherwise;

    /// <summary>A question to the resolver and its answer.</summary>
    public IEnumerable<TimeSpan> Ask(SimulatedHost client, byte[] question, byte[] answer, bool cached, Xoshiro256 random)
    {
        Endpoint from = Endpoint.V4(client, EphemeralPort(client)), to = Endpoint.V4(network.Resolver, 53);
        yield return simulator.Now;
        simulator.Send().Udp(from, to, question);
        var work = cached ? random.Milliseconds(0.1, 0.6) : random.Milliseconds(8, 90);
        yield return simulator.Now + 2 * network.Resolver.Distance + work;
        simulator.Send().Udp(to, from, answer);
    }

    /// <summary>The lookups of a browser for a site: A, and AAAA where the host speaks IPv6.</summary>
    public IEnumerable<TimeSpan> Resolve(SimulatedHost client, Site site, Xoshiro256 random)
    {
        bool cached = random.Chance(0.6);
        ushort id = (ushort)random.Next(), second = (ushort)random.Next();
        Address[] v4 = [.. site.Servers.Select(s => s.V4)];
        if (client.V6 is not null)
        {
            Address[] v6 = [.. site.Servers.Where(s => s.V6 is not null).Select(s => s.V6!.Value)];
            var answer = v6.Length > 0 ? DnsMessage.Answer(second, site.Name, DnsMessage.Aaaa, v6, 300) : DnsMessage.Negative(second, site.Name, DnsMessage.Aaaa, 0);
            simulator.Start(Ask(client, DnsMessage.Query(second, site.Name, DnsMessage.Aaaa), answer, cached, random.Fork()));
        }

        return Ask(client, DnsMessage.Query(id, site.Name, DnsMessage.A), DnsMessage.Answer(id, site.Name, DnsMessage.A, v4, 300), cached, random);
    }
}
