using System.Text.Json;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>TLS and QUIC handshakes of Arkime's sessions: JA3, JA3S, JA4, version, cipher and server name.</summary>
internal sealed class ArkimeTlsPeer : IPeer
{
    public string Name => "arkime-tls";

    public string Unit => "JA3, JA3S, JA4, version, cipher";

    public double Goal => 1;

    public long EqualFloor => 101;

    public void Compare(PeerTally tally)
    {
        foreach (string expected in Directory.EnumerateFiles(Data.Path("peers/arkime"), "*.test").Order(StringComparer.Ordinal))
        {
            string capture = Path.ChangeExtension(expected, ".pcap");
            if (!File.Exists(capture)) continue;
            using var json = JsonDocument.Parse(File.ReadAllText(expected));
            var sessions = json.RootElement.GetProperty("sessions3").EnumerateArray().Select(s => s.GetProperty("body")).Where(b => b.TryGetProperty("tls", out _)).ToList();
            if (sessions.Count == 0) continue;
            try
            {
                var ours = CaptureFlows.Of(capture);
                tally.AddCapture();
                foreach (var session in sessions) Compare(Path.GetFileName(capture), session, ours, tally);
            }
            catch (CaptureException)
            {
                // Not one of our formats.
            }
        }
    }

    private static void Compare(string capture, JsonElement body, List<FlowRecord> ours, PeerTally tally)
    {
        var (source, destination) = (body.GetProperty("source"), body.GetProperty("destination"));
        var (from, to) = (Address.Parse(source.GetProperty("ip").GetString()!), Address.Parse(destination.GetProperty("ip").GetString()!));
        var (fromPort, toPort) = (source.GetProperty("port").GetInt32(), destination.GetProperty("port").GetInt32());
        var tls = ours.Where(o => (o.Key.Originator == from && o.Key.OriginatorPort == fromPort && o.Key.Responder == to && o.Key.ResponderPort == toPort)
            || (o.Key.Originator == to && o.Key.OriginatorPort == toPort && o.Key.Responder == from && o.Key.ResponderPort == fromPort)).Select(o => o.Application?.Tls).OfType<TlsFacts>().ToList();
        var theirs = body.GetProperty("tls");
        foreach (var (field, value) in Fields)
        {
            if (!theirs.TryGetProperty(field, out var values)) continue;
            var expected = values.EnumerateArray().Select(v => v.GetString()).ToList();
            if (tls.Exists(t => expected.Contains(value(t)))) tally.AddEqual();
            else tally.AddWrong(capture, $"{from}:{fromPort} {to}:{toPort} {field}: expected {string.Join('|', expected)} | ours {(tls.Count == 0 ? "no handshake" : string.Join(' ', tls.Select(value)))}");
        }
    }

    private static readonly (string Field, Func<TlsFacts, string?> Value)[] Fields =
    [
        ("ja3", t => t.Ja3),
        ("ja3s", t => t.Ja3s),
        ("ja4", t => t.Ja4),
        ("version", t => Version(t.Version)),
        ("cipher", t => TlsNames.Cipher(t.Cipher)),
    ];

    private static string? Version(ushort version) => version switch
    {
        0x0300 => "SSLv3",
        0x0301 => "TLSv1",
        0x0302 => "TLSv1.1",
        0x0303 => "TLSv1.2",
        0x0304 => "TLSv1.3",
        _ => TlsNames.Version(version),
    };
}
