using NetThreat.Core.Flows;

namespace NetThreat.Tests.Conformance.Applications;

/// <summary>Where nDPI's handshakes differ from ours for a known reason.</summary>
internal static class NdpiTlsReasons
{
    public static string? Of(string capture, string field, string expected, NdpiFlow theirs, List<TlsFacts> ours)
    {
        if (field == "JA4") return ours.Select(t => Ja4(expected, t)).FirstOrDefault(r => r is not null);
        if (field is "Issuer" or "Subject" && ours.Select(t => Name(field == "Issuer" ? t.Certificate?.Issuer : t.Certificate?.Subject)).Any(n => n.Length > 0 && expected.StartsWith(n, StringComparison.Ordinal))) return "names: nDPI knows C, ST, L, O, OU and CN, and joins the names of the chain";
        return field == "JA3S" && ours.Exists(t => t.HelloRetry) ? "ja3s: nDPI takes the request for another hello, not the hello" : null;
    }

    /// <summary>The reference program's rules beside nDPI's.</summary>
    private static string? Ja4(string expected, TlsFacts tls)
    {
        if (tls.Ja4 is not { } ours || ours.Length != expected.Length) return null;
        if (ours[11..] != expected[11..] && expected.EndsWith("_e3b0c44298fc", StringComparison.Ordinal) && ours.EndsWith("_000000000000", StringComparison.Ordinal)) return "ja4: nDPI hashes an empty list of extensions, the definition writes zeros";
        if (ours[11..] != expected[11..]) return null;
        if (ours[..3] != expected[..3]) return ours[1] == 'd' && expected[1] == 'd' ? "ja4: nDPI writes the legacy version of DTLS 1.3" : null;
        if (ours[3] == 'd' && expected[3] == 'i') return "ja4: nDPI writes i for a server name that it does not accept";
        if (ours[3] != expected[3]) return expected[3] == 'd' && tls.ServerName is null ? "ja4: nDPI writes d without a server name" : null;
        return ours[8..10] != expected[8..10] && tls.Alpn.Count > 0 ? "ja4: nDPI takes the first two characters of ALPN, the definition first and last" : null;
    }

    /// <summary>What nDPI prints of a name.</summary>
    private static string Name(string? name) => string.Join(", ", NdpiTlsPeer.Parts(name ?? "").Where(p => p.Split('=')[0] is "C" or "ST" or "L" or "O" or "OU" or "CN"));
}
