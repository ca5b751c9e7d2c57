using System.Text.Json;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Flows;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>
/// Packets, bytes of whole frames and payload bytes of each direction of Arkime's sessions. Its rules: a session ends by silence
/// (TCP 600 s, ICMP 10 s, others 60 s), ICMP between two hosts is one session, and data bytes of TCP are counted once.
/// </summary>
internal sealed class ArkimePeer : IPeer
{
    private static readonly MeterOptions Options = new() { TcpIdleTimeout = TimeSpan.FromSeconds(600), IcmpIdleTimeout = TimeSpan.FromSeconds(10) };

    public string Name => "arkime";

    public string Unit => "sessions: packets, bytes, data bytes";

    public double Goal => 0.995;

    public long EqualFloor => 359;

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

    private static void Match(string name, List<ArkimeSession> theirs, ArkimeView ours, PeerTally tally)
    {
        var left = ours.Sessions.ToList();
        foreach (var session in theirs)
        {
            int at = left.FindIndex(o => o.Equals(session) || o.Turned.Equals(session));
            if (at >= 0)
            {
                left.RemoveAt(at);
                tally.AddEqual();
                continue;
            }

            var near = left.Find(o => o.SameTuple(session) || o.Turned.SameTuple(session));
            if (ArkimeReasons.Of(name, session, ours) is { } reason) tally.AddNamed(reason);
            else tally.AddWrong(name, $"expected {session} | ours {near?.ToString() ?? "none"}");
        }
    }

    private static ArkimeView Ours(string capture)
    {
        try
        {
            var flows = CaptureFlows.Of(capture, Options);
            var frames = new FrameBytes(capture, flows);
            var parents = flows.Select(f => f.Parent).ToHashSet();
            List<ArkimeSession> Join(Func<byte, TimeSpan> idle) => FlowJoin.ByIdle(flows, frames, idle, FlowJoin.WithoutIcmpTypes).ConvertAll(ArkimeSession.Of);
            return new(Join(Idle), Join(_ => TimeSpan.FromDays(365)), [.. flows.Where(f => parents.Contains(f.Id)).Select(f => f.Key)]);
        }
        catch (CaptureException)
        {
            return new([], [], []);
        }
    }

    private static TimeSpan Idle(byte protocol) => TimeSpan.FromSeconds(protocol switch
    {
        IpProtocol.Tcp => 600,
        IpProtocol.Icmp or IpProtocol.IcmpV6 => 10,
        _ => 60,
    });

    private static List<ArkimeSession> Sessions(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return [.. json.RootElement.GetProperty("sessions3").EnumerateArray().Select(s => s.GetProperty("body")).Select(Read)];
    }

    private static ArkimeSession Read(JsonElement body)
    {
        var source = body.GetProperty("source");
        var destination = body.GetProperty("destination");
        long Data(string side) => body.TryGetProperty(side, out var s) && s.TryGetProperty("bytes", out var b) ? b.GetInt64() : 0;
        ArkimeSide Side(JsonElement side, string data) => new(side.GetProperty("packets").GetInt64(), side.GetProperty("bytes").GetInt64(), Data(data), Data(data));
        return new((byte)body.GetProperty("ipProtocol").GetInt32(), Ip(source), Port(source), Ip(destination), Port(destination), Side(source, "client"), Side(destination, "server"))
        {
            Protocols = [.. body.GetProperty("protocol").EnumerateArray().Select(p => p.GetString()!)],
        };
    }

    private static Address Ip(JsonElement side) => side.TryGetProperty("ip", out var ip) ? Address.Parse(ip.GetString()!) : default;

    private static ushort Port(JsonElement side) => side.TryGetProperty("port", out var p) ? (ushort)p.GetInt32() : (ushort)0;
}
