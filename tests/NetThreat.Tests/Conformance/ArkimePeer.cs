using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>
/// Packets, bytes of whole frames and payload bytes of each direction of Arkime's sessions. Its rules: a session ends by silence alone
/// in a capture, and ICMP between two hosts is one session.
/// </summary>
internal sealed class ArkimePeer : IPeer
{
    public string Name => "arkime";

    public string Unit => "sessions: packets, bytes, data bytes";

    public double Goal => 0.65;

    public long EqualFloor => 280;

    public void Compare(PeerTally tally)
    {
        foreach (string expected in Directory.EnumerateFiles(Data.Path("peers/arkime"), "*.test").Order(StringComparer.Ordinal))
        {
            string capture = Path.ChangeExtension(expected, ".pcap");
            if (!File.Exists(capture)) continue;
            tally.AddCapture();
            Match(Path.GetFileName(capture), Sessions(expected), Ours(capture), tally);
        }
    }

    private static void Match(string name, List<Session> theirs, List<Session> ours, PeerTally tally)
    {
        var left = ours.ToList();
        foreach (var session in theirs)
        {
            if (left.Remove(session) || left.Remove(session.Turned))
            {
                tally.AddEqual();
                continue;
            }

            var near = left.Find(o => o.SameTuple(session) || o.Turned.SameTuple(session));
            tally.AddWrong(name, $"expected {session} | ours {near?.ToString() ?? "none"}");
        }
    }

    private static List<Session> Ours(string capture)
    {
        try
        {
            var flows = CaptureFlows.Of(capture);
            return FlowJoin.ByIdle(flows, new FrameBytes(capture, flows), TimeSpan.FromSeconds(300), Icmp).ConvertAll(f =>
            {
                var key = Icmp(f.Key);
                return new Session(
                    key.Protocol, key.Originator, key.OriginatorPort, key.Responder, key.ResponderPort,
                    new(f.Originator.Packets, f.Originator.FrameBytes, f.Originator.PayloadBytes), new(f.Responder.Packets, f.Responder.FrameBytes, f.Responder.PayloadBytes));
            });
        }
        catch (CaptureException)
        {
            return [];
        }
    }

    private static FlowKey Icmp(FlowKey k) =>
        k.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6 ? k with { OriginatorPort = 0, ResponderPort = 0 } : k;

    private static List<Session> Sessions(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return [.. json.RootElement.GetProperty("sessions3").EnumerateArray().Select(s => s.GetProperty("body")).Select(Read)];
    }

    private static Session Read(JsonElement body)
    {
        var source = body.GetProperty("source");
        var destination = body.GetProperty("destination");
        long Data(string side) => body.TryGetProperty(side, out var s) && s.TryGetProperty("bytes", out var b) ? b.GetInt64() : 0;
        return new(
            (byte)body.GetProperty("ipProtocol").GetInt32(), Ip(source), Port(source), Ip(destination), Port(destination),
            new(source.GetProperty("packets").GetInt64(), source.GetProperty("bytes").GetInt64(), Data("client")),
            new(destination.GetProperty("packets").GetInt64(), destination.GetProperty("bytes").GetInt64(), Data("server")));
    }

    private static Address Ip(JsonElement side) => side.TryGetProperty("ip", out var ip) ? Address.Parse(ip.GetString()!) : default;

    private static ushort Port(JsonElement side) => side.TryGetProperty("port", out var p) ? (ushort)p.GetInt32() : (ushort)0;

    private sealed record Side(long Packets, long Bytes, long DataBytes);

    private sealed record Session(byte Protocol, Address Source, ushort SourcePort, Address Destination, ushort DestinationPort, Side Sent, Side Received)
    {
        public Session Turned => new(Protocol, Destination, DestinationPort, Source, SourcePort, Received, Sent);

        public bool SameTuple(Session o) => (Protocol, Source, SourcePort, Destination, DestinationPort) == (o.Protocol, o.Source, o.SourcePort, o.Destination, o.DestinationPort);

        public override string ToString() =>
            $"{Protocol} {Source}:{SourcePort} {Destination}:{DestinationPort} {Sent.Packets}/{Sent.Bytes}/{Sent.DataBytes} {Received.Packets}/{Received.Bytes}/{Received.DataBytes}";
    }
}
