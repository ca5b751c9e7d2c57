namespace NetThreat.Packets.Tor;

/// <summary>
/// The names that Tor's relays and clients make up for TLS: "www.", 8 to 20 characters of base32, ".com" or ".net". Two of them as the
/// certificate's issuer and subject are its mark; one as the server's name must look random.
/// </summary>
public static class TorNames
{
    private const int MinLabel = 8, MaxLabel = 20, UnspeakableRun = 5;

    /// <summary>True for issuer and subject as common names ("CN=www.abc….net") and nothing beside them.</summary>
    public static bool IsCertificate(string? subject, string? issuer) =>
        subject is not null && issuer is not null && subject != issuer && Common(subject) is { } s && Common(issuer) is { } i && IsMadeUp(s) && IsMadeUp(i);

    /// <summary>True for a server name of the form that nobody would choose: digits among the letters, or letters that cannot be spoken.</summary>
    public static bool IsServerName(string? name)
    {
        if (name is null || !IsMadeUp(name)) return false;
        int run = 0;
        foreach (char c in Label(name))
        {
            if (char.IsAsciiDigit(c)) return true;
            run = "aeiouy".Contains(c, StringComparison.Ordinal) ? 0 : run + 1;
            if (run >= UnspeakableRun) return true;
        }

        return false;
    }

    private static string? Common(string name) =>
        name.StartsWith("CN=", StringComparison.OrdinalIgnoreCase) && !name.Contains(',', StringComparison.Ordinal) ? name[3..] : null;

    private static bool IsMadeUp(string name)
    {
        bool form = name.StartsWith("www.", StringComparison.Ordinal) && (name.EndsWith(".com", StringComparison.Ordinal) || name.EndsWith(".net", StringComparison.Ordinal));
        if (!form || name.Length - 8 is < MinLabel or > MaxLabel) return false;
        foreach (char c in Label(name))
            if (c is not (>= 'a' and <= 'z' or >= '2' and <= '7')) return false;
        return true;
    }

    private static ReadOnlySpan<char> Label(string name) => name.AsSpan(4, name.Length - 8);
}
