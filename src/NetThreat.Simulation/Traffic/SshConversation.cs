using NetThreat.Simulation.Messages;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;

namespace NetThreat.Simulation.Traffic;

/// <summary>One interactive SSH session: key exchange, login, then keystrokes with echoes and now and then a screen of output.</summary>
internal static class SshConversation
{
    public static IEnumerable<TimeSpan> Run(World world, Endpoint client, Endpoint server, Xoshiro256 random)
    {
        TcpConversation tcp = new(world.Simulator, client, server, random);
        foreach (var t in tcp.Connect(ConnectOutcome.Accepted)) yield return t;
        foreach (var (fromClient, bytes) in Opening(random))
            foreach (var t in tcp.Send(fromClient, new BytesPayload(bytes), random.Milliseconds(0.3, 6))) yield return t;
        int commands = random.Between(4, 40);
        for (int i = 0; i < commands; i++)
            foreach (var t in Command(tcp, random)) yield return t;
        foreach (var t in tcp.Close(true, random.Exponential(TimeSpan.FromSeconds(3)))) yield return t;
    }

    private static IEnumerable<(bool FromClient, byte[] Bytes)> Opening(Xoshiro256 random)
    {
        yield return (true, SshMessages.Identification("OpenSSH_10.0p2 Debian-7"));
        yield return (false, SshMessages.Identification("OpenSSH_9.2p1 Debian-2+deb12u3"));
        yield return (true, SshMessages.KexInit(random));
        yield return (false, SshMessages.KexInit(random));
        yield return (true, SshMessages.KexStart(random));
        yield return (false, SshMessages.KexReply(random));
        yield return (true, SshMessages.NewKeys(random));
        // From here on encrypted: service request and accept, three tries of keys, the channel and the shell.
        int[] sizes = [44, 44, 68, 52, 500, 332, 628, 28, 112, 500, 456, 108];
        for (int i = 0; i < sizes.Length; i++) yield return (i % 2 == 0, Encrypted(sizes[i], random));
    }

    private static IEnumerable<TimeSpan> Command(TcpConversation tcp, Xoshiro256 random)
    {
        int keys = random.Between(2, 14);
        for (int i = 0; i < keys; i++)
        {
            foreach (var t in tcp.Send(true, new BytesPayload(Encrypted(36, random)), random.Milliseconds(60, 350))) yield return t;
            foreach (var t in tcp.Send(false, new BytesPayload(Encrypted(36, random)), random.Milliseconds(0.2, 2))) yield return t;
        }

        int output = random.Pareto(60, 1.1, 60_000);
        foreach (var t in tcp.Send(false, new RandomPayload([], output, random.Next()), random.Milliseconds(2, 40))) yield return t;
        yield return tcp.Clock;
        foreach (var t in tcp.Send(true, new BytesPayload(Encrypted(36, random)), random.Exponential(TimeSpan.FromSeconds(6)))) yield return t;
    }

    private static byte[] Encrypted(int size, Xoshiro256 random) => new MessageWriter().Random(random, size).ToArray();
}
