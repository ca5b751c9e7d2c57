namespace NetThreat.Web;

/// <summary>How the web role listens and how long people stay signed in.</summary>
public sealed record WebOptions
{
    /// <summary>The IP address to listen on; <c>0.0.0.0</c> and <c>::</c> mean every interface, <c>localhost</c> means 127.0.0.1.</summary>
    public string Listen { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0 takes any free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Folder of the keys that protect cookies and tokens; null keeps them in memory, so that a restart ends every session.</summary>
    public string? DataFolder { get; init; }

    /// <summary>PEM certificate (chain) for HTTPS; null serves plain HTTP.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM private key of <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>A browser session ends after this long without a request.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a bearer token is valid.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Sign-in attempts per minute of one address (IPv6: one /64).</summary>
    public int SignInAttemptsPerMinute { get; init; } = 10;

    /// <summary>Sign-in attempts per minute of all addresses together.</summary>
    public int SignInAttemptsPerMinuteInAll { get; init; } = 120;

    /// <summary>Open event streams of the API at one time.</summary>
    public int MaxEventStreams { get; init; } = 64;

    /// <summary>Rounds of PBKDF2-HMAC-SHA512 by OWASP's password storage recommendation; not for operators, tests take fewer.</summary>
    internal int PasswordIterations { get; init; } = 210_000;

    /// <summary>Every fault of these options, one line each that names the option; empty when there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (!TryAddress(out _)) faults.Add($"Web:Listen is '{Listen}', which is not an IP address or localhost");
        if (Port is < 0 or > 65535) faults.Add($"Web:Port is {Port}, which is not between 0 and 65535");
        if (CertificateFile is null != CertificateKeyFile is null) faults.Add("Web:CertificateFile and Web:CertificateKeyFile go together: set both or none");
        if (SessionLifetime < TimeSpan.FromMinutes(1)) faults.Add($"Web:SessionLifetime is {SessionLifetime}, which is less than a minute");
        if (TokenLifetime < TimeSpan.FromMinutes(1)) faults.Add($"Web:TokenLifetime is {TokenLifetime}, which is less than a minute");
        if (SignInAttemptsPerMinute < 1) faults.Add("Web:SignInAttemptsPerMinute is less than 1");
        if (SignInAttemptsPerMinuteInAll < 1) faults.Add("Web:SignInAttemptsPerMinuteInAll is less than 1");
        if (MaxEventStreams < 1) faults.Add("Web:MaxEventStreams is less than 1");
        return faults;
    }

    internal bool TryAddress(out System.Net.IPAddress address)
    {
        address = System.Net.IPAddress.Loopback;
        if (Listen == "localhost") return true;
        bool ok = System.Net.IPAddress.TryParse(Listen, out var parsed);
        if (ok) address = parsed!;
        return ok;
    }
}
