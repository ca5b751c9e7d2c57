using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Tor;

/// <summary>
/// The names that Tor's relays and clients make up for TLS: "www.", characters of base32 (8 to 20 in certificates, 4 to 25 as the server's name), ".com"
/// or ".net". Two of them as a certificate's issuer and subject are its mark; one as the server's name must also look random.
/// </summary>
public static class TorNames
{
    /// <summary>Says by what a TLS flow looks like Tor: certificate or server_name. A hint, not a service.</summary>
    internal const string Fact = "ssl.tor_like";

    private const int MinCertificate = 8, MaxCertificate = 20, MinServer = 8, MaxServer = 25;

    /// <summary>No word of a language has so many letters without a vowel; with a digit in between one less is odd enough.</summary>
    private const int UnspeakableRun = 6;

    /// <summary>True for issuer and subject as common names ("CN=www.abc….net") and nothing beside them.</summary>
    public static bool IsCertificate(string? subject, string? issuer) =>
        subject is not null && issuer is not null && subject != issuer
        && Common(subject) is { } s && Common(issuer) is { } i && IsMadeUp(s, MinCertificate, MaxCertificate) && IsMadeUp(i, MinCertificate, MaxCertificate);

    /// <summary>True for a server name of the form that nobody would choose: digits among the letters, or letters that cannot be spoken.</summary>
    public static bool IsServerName(string? name)
    {
        if (name is null || !IsMadeUp(name, MinServer, MaxServer)) return false;
        int run = 0, longest = 0, digits = 0;
        var label = Label(name);
        for (int i = 0; i < label.Length; i++)
        {
            if (char.IsAsciiDigit(label[i]) && i > 0 && i < label.Length - 1) digits++;
            run = "aeiouy".Contains(label[i], StringComparison.Ordinal) ? 0 : run + 1;
            longest = Math.Max(longest, run);
        }

        return digits >= 2 || longest >= UnspeakableRun || (digits == 1 && longest >= UnspeakableRun - 1);
    }

    internal static void Tell(TlsFacts tls, IFactSink facts)
    {
        if (IsCertificate(tls.Certificate?.Subject, tls.Certificate?.Issuer)) facts.Text(Fact, "certificate");
        if (IsServerName(tls.ServerName)) facts.Text(Fact, "server_name");
    }

    private static string? Common(string name) =>
        name.StartsWith("CN=", StringComparison.OrdinalIgnoreCase) && !name.Contains(',', StringComparison.Ordinal) ? name[3..] : null;

    private static bool IsMadeUp(string name, int min, int max)
    {
        bool form = name.StartsWith("www.", StringComparison.Ordinal) && (name.EndsWith(".com", StringComparison.Ordinal) || name.EndsWith(".net", StringComparison.Ordinal));
        if (!form || name.Length - 8 < min || name.Length - 8 > max) return false;
        foreach (char c in Label(name))
            if (c is not (>= 'a' and <= 'z' or >= '2' and <= '7')) return false;
        return true;
    }

    private static ReadOnlySpan<char> Label(string name) => name.AsSpan(4, name.Length - 8);
}
