using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Flows;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance;

/// <summary>
/// Packets and bytes of NFStream's flows. Its tables name no addresses, so flows are compared as (packets, bytes). Its rules: 120 s idle,
/// 1,800 s active, no end by FIN or RST, bytes of whole frames,
/// ICMP without its types.
/// </summary>
internal sealed class NfStreamPeer : IPeer
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(120);

    private static readonly MeterOptions Options = new() { TcpIdleTimeout = Idle, UdpIdleTimeout = Idle, IcmpIdleTimeout = Idle, OtherIdleTimeout = Idle };

    public string Name => "nfstream";

    public string Unit => "flows: packets, bytes";

    public double Goal => 0.995;

    public long EqualFloor => 3409;

    public void Compare(PeerTally tally)
    {
        foreach (string table in Directory.EnumerateFiles(Data.Path("peers/nfstream/results")).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(table), capture = Data.Path("peers/nfstream/pcaps/" + name);
            if (!File.Exists(capture)) capture = Data.Path("peers/ndpi/pcap/" + name);
            if (!File.Exists(capture))
            {
                tally.LeaveOut("the capture is not in the data");
                continue;
            }

            tally.AddCapture();
            Match(name, Rows(table), Ours(capture), tally);
        }
    }

    private static void Match(string name, List<(long Packets, long Bytes)> theirs, NfStreamView view, PeerTally tally)
    {
        List<(long, long)> left = [.. view.Flows];
        List<(long, long)> missing = [.. theirs.Where(row => !left.Remove(row))];
        tally.AddEqual(theirs.Count - missing.Count);
        foreach (var row in missing)
        {
            if (view.Reason is { } reason) tally.AddNamed(reason);
            else tally.AddWrong(name, $"expected {row} | ours {string.Join(' ', left.Take(6))}");
        }
    }

    private static List<(long Packets, long Bytes)> Rows(string table) =>
    [
        .. File.ReadLines(table).Skip(1).Select(l => l.Split(',')).Select(c =>
            (long.Parse(c[1], CultureInfo.InvariantCulture), long.Parse(c[2], CultureInfo.InvariantCulture))),
    ];

    private static NfStreamView Ours(string capture)
    {
        try
        {
            var flows = CaptureFlows.Of(capture, Options);
            var frames = new FrameBytes(capture, flows);
            var joined = FlowJoin.ByIdle(flows, frames, _ => Idle, FlowJoin.WithoutIcmpTypes);
            return new(joined.ConvertAll(f => (f.Originator.Packets + f.Responder.Packets, f.Originator.FrameBytes + f.Responder.FrameBytes)), Reason(flows, frames));
        }
        catch (CaptureException)
        {
            return new([], null);
        }
    }

    /// <summary>Why rows of a capture may differ.</summary>
    private static string? Reason(List<FlowRecord> flows, FrameBytes frames)
    {
        if (flows.Exists(f => f.Key is { Protocol: IpProtocol.Udp, ResponderPort: 5246 or 5247 } or { Protocol: IpProtocol.Udp, OriginatorPort: 5246 or 5247 }))
            return "CAPWAP is followed as a tunnel there";
        if (frames.MixedVlans) return "the VLAN id is part of a flow's key there";
        return frames.LongFrames ? "frames longer than the snapshot length of 1,536 bytes are left out there" : null;
    }

    private sealed record NfStreamView(List<(long Packets, long Bytes)> Flows, string? Reason);
}
