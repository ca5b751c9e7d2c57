using NetThreat.Core.Time;

namespace NetThreat.Core.Flows;

/// <summary>A certificate's own words (RFC 5280); nothing is verified.</summary>
public sealed record TlsCertificate
{
    public const int MaxNames = 32;

    /// <summary>RFC 4514's form as Zeek writes it: the most specific part first, CN=…,O=…,C=….</summary>
    public string Subject { get; init; } = "";

    public string Issuer { get; init; } = "";

    /// <summary>Upper-case hexadecimal digits.</summary>
    public string Serial { get; init; } = "";

    public Timestamp NotBefore { get; init; }

    public Timestamp NotAfter { get; init; }

    /// <summary>Of the whole certificate, lower-case hexadecimal digits.</summary>
    public string Sha1 { get; init; } = "";

    public string Sha256 { get; init; } = "";

    /// <summary>DNS names and addresses of subjectAltName, at most <see cref="MaxNames"/>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
