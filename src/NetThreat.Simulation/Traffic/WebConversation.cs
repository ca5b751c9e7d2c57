using NetThreat.Simulation.Messages;
using NetThreat.Core.Randomness;
using NetThreat.Simulation.Randomness;

namespace NetThreat.Simulation.Traffic;

/// <summary>The sizes of a web connection.</summary>
/// <param name="Exchanges">Requests of one connection, at most.</param>
/// <param name="SmallestResponse">Bytes; the scale of the Pareto distribution of responses.</param>
/// <param name="Tail">Its tail index: below 2 the variance is carried by a few large responses, as measured on the web.</param>
/// <param name="LargestResponse">Bytes; where the tail is cut.</param>
internal sealed record WebShape(int Exchanges, int SmallestResponse, double Tail, int LargestResponse)
{
    public static WebShape Browsing { get; } = new(6, 900, 1.15, 3_000_000);
}

/// <summary>One connection of a browser: TLS on port 443, HTTP elsewhere, with the failures of everyday.</summary>
internal static class WebConversation
{
    public static IEnumerable<TimeSpan> Run(World world, Endpoint client, Endpoint server, string name, WebShape shape, Xoshiro256 random)
    {
        double fate = random.NextDouble();
        var outcome = world.Answer(server, fate < 0.004 ? ConnectOutcome.Unanswered : fate < 0.008 ? ConnectOutcome.Refused : ConnectOutcome.Accepted);
        TcpConversation tcp = new(world.Simulator, client, server, random);
        foreach (var t in tcp.Connect(outcome)) yield return t;
        if (outcome != ConnectOutcome.Accepted) yield break;
        bool tls = server.Port == 443;
        if (tls)
            foreach (var t in Handshake(tcp, name, random)) yield return t;
        int exchanges = random.Between(1, shape.Exchanges);
        for (int i = 0; i < exchanges; i++)
        {
            var request = Request(tls, i, name, random);
            foreach (var t in tcp.Send(true, request, i == 0 ? random.Milliseconds(0.2, 2) : random.Exponential(TimeSpan.FromMilliseconds(600)))) yield return t;
            foreach (var t in tcp.Send(false, Response(tls, shape, random), random.Milliseconds(1, 60))) yield return t;
        }

        foreach (var t in End(tcp, random)) yield return t;
    }

    private static IEnumerable<TimeSpan> Handshake(TcpConversation tcp, string name, Xoshiro256 random)
    {
        foreach (var t in tcp.Send(true, new BytesPayload(TlsMessages.ClientHello(name, random)), random.Milliseconds(0.1, 1))) yield return t;
        foreach (var t in tcp.Send(false, new BytesPayload(TlsMessages.ServerFlight(random, random.Between(2200, 4200))), random.Milliseconds(1, 6))) yield return t;
    }

    private static Payload Request(bool tls, int number, string name, Xoshiro256 random) =>
        !tls ? new BytesPayload(SmallMessages.HttpRequest(name, $"/assets/{random.Next(100000)}.bin"))
        : number == 0 ? new BytesPayload(TlsMessages.ClientFlight(random, random.Between(250, 900)))
        : new TlsDataPayload(random.Between(60, 900), random.Next());

    private static Payload Response(bool tls, WebShape shape, Xoshiro256 random)
    {
        int body = random.Pareto(shape.SmallestResponse, shape.Tail, shape.LargestResponse);
        return tls ? new TlsDataPayload(body, random.Next()) : new RandomPayload(SmallMessages.HttpResponse(body), body, random.Next());
    }

    private static IEnumerable<TimeSpan> End(TcpConversation tcp, Xoshiro256 random)
    {
        double kind = random.NextDouble();
        var idle = random.Exponential(TimeSpan.FromSeconds(2));
        return kind < 0.05 ? tcp.Abort(true, idle) : tcp.Close(fromClient: kind < 0.85, idle);
    }
}
