using NetThreat.Core.Net;
using NetThreat.Simulation.Frames;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;
using NetThreat.Simulation.Traffic;

namespace NetThreat.Simulation.Attacks;

/// <summary>What a probed port does.</summary>
internal enum ProbeFate
{
    Open,
    Closed,
    Filtered,
}

/// <summary>One probe of a half-open scan: a SYN with the bare options of a scanner, and what follows.</summary>
internal static class Probe
{
    private static readonly byte[] ScannerOptions = [2, 4, 0x05, 0xB4];
    private static readonly byte[] ServerOptions = [2, 4, 0x05, 0xB4];

    public static IEnumerable<TimeSpan> Run(World world, Endpoint from, Endpoint to, ProbeFate fate, Xoshiro256 random)
    {
        var simulator = world.Simulator;
        uint sequence = (uint)random.Next();
        simulator.Send().Tcp(from, to, new(sequence, 0, TcpFlag.Syn, 1024), ScannerOptions);
        if (fate == ProbeFate.Filtered)
        {
            yield return simulator.Now + TimeSpan.FromSeconds(1) + random.Milliseconds(0, 80);
            simulator.Send().Tcp(from, to, new(sequence, 0, TcpFlag.Syn, 1024), ScannerOptions);
            yield break;
        }

        yield return simulator.Now + 2 * to.Host.Distance + random.Milliseconds(0.05, 0.4);
        if (fate == ProbeFate.Closed)
        {
            simulator.Send().Tcp(to, from, new(0, sequence + 1, TcpFlag.Rst | TcpFlag.Ack, 0), []);
            yield break;
        }

        simulator.Send().Tcp(to, from, new((uint)random.Next(), sequence + 1, TcpFlag.Syn | TcpFlag.Ack, to.Host.Stack.Window), ServerOptions);
        yield return simulator.Now + 2 * from.Host.Distance + random.Milliseconds(0.05, 0.3);
        simulator.Send().Tcp(from, to, new(sequence + 1, 0, TcpFlag.Rst, 0), []);
    }

    /// <summary>A random order (Fisher and Yates).</summary>
    public static int[] Shuffled(IEnumerable<int> numbers, Xoshiro256 random)
    {
        int[] order = [.. numbers];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    public static string AddressList(Address first, int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(i => Address.FromV4(first.ToV4() + (uint)i)));
}
