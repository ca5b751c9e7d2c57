using NetThreat.Core.Flows;

namespace NetThreat.Web.Api.Model;

internal sealed record DnsAnswerDto(int Type, uint Ttl, string Data);

internal sealed record DnsDto(string Name, int Type, int? ResponseCode, int Answers, IReadOnlyList<DnsAnswerDto> Records)
{
    public static DnsDto Of(DnsTransaction t) =>
        new(t.Name, t.Type, t.ResponseCode < 0 ? null : t.ResponseCode, t.Answers, [.. t.ReadAnswers().Select(a => new DnsAnswerDto(a.Type, a.Ttl, a.Data))]);
}

internal sealed record SshDto(string? Hassh, string? HasshServer, string? KeyExchange, string? HostKey, string? Cipher, string? Mac, int AuthAttempts, bool? AuthSuccess)
{
    public static SshDto? Of(SshFacts? s) => s is null ? null : new(s.Hassh, s.HasshServer, s.KeyExchange, s.HostKey, s.Cipher, s.Mac, s.AuthAttempts, s.AuthSuccess);
}

internal sealed record HttpDto(
    string? Method, string? Host, string? Uri, string? Version, string? UserAgent, string? Referrer, string? RequestType, string? ResponseType, string? Server,
    long? RequestLength, long? ResponseLength, int? Status, string? Upgrade, string? User)
{
    public static HttpDto Of(HttpTransaction t) => new(
        t.Method, t.Host, t.Uri, t.Version, t.UserAgent, t.Referrer, t.RequestType, t.ResponseType, t.Server,
        t.RequestLength < 0 ? null : t.RequestLength, t.ResponseLength < 0 ? null : t.ResponseLength, t.Status == 0 ? null : t.Status, t.Upgrade, t.User);
}

internal sealed record CertificateDto(string Subject, string Issuer, string Serial, string? NotBefore, string? NotAfter, string Sha1, string Sha256, IReadOnlyList<string> Names)
{
    public static CertificateDto? Of(TlsCertificate? c) => c is null ? null : new(c.Subject, c.Issuer, c.Serial, c.NotBefore.Text(), c.NotAfter.Text(), c.Sha1, c.Sha256, c.Names);
}

/// <param name="Version">As Zeek writes it: TLSv12, DTLSv10; null where no version was agreed on.</param>
/// <param name="Cipher">The IANA name where it is known, else the number in hexadecimal.</param>
/// <param name="Alert">The number of the last alert in the clear.</param>
internal sealed record TlsDto(
    string Transport, string? Version, string? ServerName, IReadOnlyList<string> Alpn, string? NextProtocol, string? Cipher, string? Curve, string? Ja3, string? Ja3s, string? Ja4,
    bool Established, bool Resumed, int? Alert, int ChainLength, CertificateDto? Certificate, CertificateDto? ClientCertificate)
{
    public static TlsDto? Of(TlsFacts? t) => t is null ? null : new(
        Names.Camel(t.Transport), TlsNames.Version(t.Version), t.ServerName, t.Alpn, t.NextProtocol, TlsNames.Cipher(t.Cipher), TlsNames.Curve(t.Curve), t.Ja3, t.Ja3s, t.Ja4,
        t.Established, t.Resumed, t.Alert < 0 ? null : t.Alert, t.ChainLength, CertificateDto.Of(t.Certificate), CertificateDto.Of(t.ClientCertificate));
}

internal sealed record FieldDto(string Name, string Value);

/// <summary>What the payload said.</summary>
/// <param name="ServiceHint">By port only; a guess.</param>
/// <param name="UnusualPort">The service on a port that is not usual for it.</param>
internal sealed record ApplicationDto(
    string? ServiceHint, bool UnusualPort, IReadOnlyList<DnsDto> Dns, int DnsQueries, string? SshClient, string? SshServer, SshDto? Ssh, TlsDto? Tls,
    IReadOnlyList<HttpDto> Http, int HttpRequests, IReadOnlyList<FieldDto> Fields, int FieldsLeftOut)
{
    public static ApplicationDto? Of(ApplicationFacts? a) => a is null ? null : new(
        a.ServiceHint, a.UnusualPort, [.. a.Dns.Select(DnsDto.Of)], a.DnsQueries, a.SshClient, a.SshServer, SshDto.Of(a.Ssh), TlsDto.Of(a.Tls),
        [.. a.Http.Select(HttpDto.Of)], a.HttpRequests, [.. a.Fields.Select(f => new FieldDto(f.Name, f.Value))], a.FieldsLeftOut);
}
