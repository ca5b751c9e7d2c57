using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>Fingerprints and names of TLS, DTLS and QUIC handshakes as ndpiReader prints them.</summary>
internal sealed partial class NdpiTlsPeer : IPeer
{
    public string Name => "ndpi-tls";

    public string Unit => "JA4, JA3, JA3S, names, certificates";

    public double Goal => 0.999;

    public long EqualFloor => 2400;

    public void Compare(PeerTally tally)
    {
        foreach (string result in Directory.EnumerateFiles(Data.Path("peers/ndpi/result"), "*.out").Order(StringComparer.Ordinal))
        {
            string capture = Path.Combine(Data.Path("peers/ndpi/pcap"), Path.GetFileNameWithoutExtension(result));
            var flows = NdpiFlow.Read(result).Where(f => f.Field("JA4") is not null || f.Field("JA3C") is not null || f.Field("JA3S") is not null).ToList();
            if (!File.Exists(capture) || flows.Count == 0 || TryFlows(capture) is not { } ours) continue;
            tally.AddCapture();
            foreach (var flow in flows) Compare(Path.GetFileName(capture), flow, [.. ours.Where(o => flow.Matches(o.Key))], tally);
        }
    }

    private static List<FlowRecord>? TryFlows(string capture)
    {
        try
        {
            return CaptureFlows.Of(capture);
        }
        catch (CaptureException)
        {
            return null;
        }
    }

    private static void Compare(string capture, NdpiFlow theirs, List<FlowRecord> ours, PeerTally tally)
    {
        var tls = ours.Select(o => o.Application?.Tls).Where(t => t is not null).ToList();
        void Check(string field, Func<TlsFacts, string?> value, string? expected)
        {
            if (expected is null) return;
            if (field is not ("Issuer" or "Subject")) expected = expected.Split(' ')[0];
            if (tls.Exists(t => value(t!) == expected)) tally.AddEqual();
            else if (NdpiTlsReasons.Of(capture, field, expected, theirs, tls!) is { } reason) tally.AddNamed(reason);
            else tally.AddWrong(capture, $"{theirs.Key} {field}: expected {expected} | ours {(tls.Count == 0 ? $"no handshake ({ours.Count} flows, {ours.FirstOrDefault()?.Application?.Service})" : string.Join(' ', tls.Select(t => value(t!))))}");
        }

        Check("JA4", t => t.Ja4, theirs.Field("JA4"));
        Check("JA3C", t => t.Ja3, theirs.Field("JA3C"));
        Check("JA3S", t => t.Ja3s, theirs.Field("JA3S"));
        Check("Hostname/SNI", t => t.ServerName?.ToLowerInvariant(), theirs.Field("Hostname/SNI"));
        Check("Certificate SHA-1", t => t.Certificate?.Sha1, theirs.Field("Certificate SHA-1")?.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant());
        Check("Issuer", t => NdpiName(t.Certificate?.Issuer), theirs.Field("Issuer"));
        Check("Subject", t => NdpiName(t.Certificate?.Subject), theirs.Field("Subject"));
        Check("(Negotiated) ALPN", t => t.NextProtocol, theirs.Field("(Negotiated) ALPN"));
    }

    /// <summary>The parts of a name in the order of the certificate.</summary>
    public static IEnumerable<string> Parts(string name) => Comma().Split(name).Reverse().Select(p => p.Replace("\\", "", StringComparison.Ordinal));

    private static string? NdpiName(string? name) => name is null ? null : string.Join(", ", Parts(name));

    [System.Text.RegularExpressions.GeneratedRegex(@"(?<!\\),")]
    private static partial System.Text.RegularExpressions.Regex Comma();
}
