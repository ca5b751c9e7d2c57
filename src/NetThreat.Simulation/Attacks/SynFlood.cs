using System.Globalization;
using NetThreat.Core.Net;
using NetThreat.Simulation.Engine;
using NetThreat.Simulation.Frames;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Attacks;

/// <summary>
/// SYNs from spoofed sources to one service. The victim answers while its backlog of half-open connections has room, and repeats its
/// answers; a tenth of the spoofed sources exist and reset. While the backlog is full, nobody else gets in either.
/// </summary>
/// <param name="Victim">The server.</param>
/// <param name="Port">The service.</param>
/// <param name="SynsPerSecond">How fast.</param>
/// <param name="Length">How long.</param>
/// <param name="Backlog">How many half-open connections the victim keeps.</param>
public sealed record SynFlood(TimeSpan Start, SimulatedHost Victim, ushort Port, double SynsPerSecond, TimeSpan Length, int Backlog = 512) : Attack(Start)
{
    private static readonly byte[] Options = [2, 4, 0x05, 0xB4];
    private static readonly TimeSpan[] Repeats = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    internal override IEnumerable<TimeSpan> Run(World world, AttackTally tally, Xoshiro256 random)
    {
        yield return Start;
        var backlog = new HalfOpen(world, (Victim.V4, Port), Backlog);
        var interval = TimeSpan.FromSeconds(1 / SynsPerSecond);
        while (world.Simulator.Now < Start + Length)
        {
            var source = OutsideHosts.Any(world.Network.Gateway, random);
            tally.Sources.Add(source.V4);
            world.Simulator.Start(Attempt(world, Endpoint.V4(source, random.Between(1024, 65535)), backlog, random.Fork()));
            yield return world.Simulator.Now + random.Exponential(interval);
        }
    }

    internal override AttackDescription Describe(AttackTally tally) => new(
        "syn_flood", "T1499.001", string.Create(CultureInfo.InvariantCulture, $"many-spoofed:{tally.Sources.Count}"), Victim.V4.ToString(), "tcp",
        Port.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"SYN flood: {tally.Sources.Count} spoofed sources to 1 service in {Length.TotalSeconds:0.#} s"));

    private IEnumerable<TimeSpan> Attempt(World world, Endpoint source, HalfOpen backlog, Xoshiro256 random)
    {
        var simulator = world.Simulator;
        Endpoint victim = Endpoint.V4(Victim, Port);
        uint theirs = (uint)random.Next(), ours = (uint)random.Next();
        simulator.Send().Tcp(source, victim, new(theirs, 0, TcpFlag.Syn, 64240), Options);
        if (!backlog.TryEnter()) yield break;
        yield return simulator.Now + 2 * Victim.Distance + random.Milliseconds(0.05, 0.3);
        TcpHeader answer = new(ours, theirs + 1, TcpFlag.Syn | TcpFlag.Ack, Victim.Stack.Window);
        simulator.Send().Tcp(victim, source, answer, Options);
        if (random.Chance(0.1))
        {
            yield return simulator.Now + 2 * source.Host.Distance;
            simulator.Send().Tcp(source, victim, new(theirs + 1, 0, TcpFlag.Rst, 0), []);
        }
        else
        {
            foreach (var pause in Repeats)
            {
                yield return simulator.Now + pause;
                simulator.Send().Tcp(victim, source, answer, Options);
            }
        }

        backlog.Leave();
    }

    private sealed class HalfOpen(World world, (Address, ushort) service, int limit)
    {
        private int _count;

        public bool TryEnter()
        {
            if (_count == limit) return false;
            if (++_count == limit) world.Simulator.Saturated.Add(service);
            return true;
        }

        public void Leave()
        {
            if (_count-- == limit) world.Simulator.Saturated.Remove(service);
        }
    }
}
