using NetThreat.Core.Flows;
using NetThreat.Testing.Conformance;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>TLS and QUIC handshakes of Arkime's sessions: JA3, JA3S, JA4, version, cipher and server name.</summary>
internal sealed class ArkimeTlsPeer : IPeer
{
    public string Name => "arkime-tls";

    public string Unit => "JA3, JA3S, JA4, version, cipher";

    public double Goal => 1;

    public long EqualFloor => 101;

    public void Compare(PeerTally tally) => ArkimeSessions.Compare(tally, b => b.TryGetProperty("tls", out _), s => Compare(s, tally));

    private static void Compare(ArkimeSession session, PeerTally tally)
    {
        var tls = session.Flows.Select(o => o.Application?.Tls).OfType<TlsFacts>().ToList();
        var theirs = session.Body.GetProperty("tls");
        foreach (var (field, value) in Fields)
        {
            if (!theirs.TryGetProperty(field, out var values)) continue;
            var expected = values.EnumerateArray().Select(v => v.GetString()).ToList();
            if (tls.Exists(t => expected.Contains(value(t)))) tally.AddEqual();
            else tally.AddWrong(session.Capture, $"{session.Endpoints} {field}: expected {string.Join('|', expected)} | ours {(tls.Count == 0 ? "no handshake" : string.Join(' ', tls.Select(value)))}");
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
