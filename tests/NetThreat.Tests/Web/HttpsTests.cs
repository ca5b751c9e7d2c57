using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NetThreat.Web;

namespace NetThreat.Tests.Web;

/// <summary>Serving with a certificate of one's own.</summary>
public sealed class HttpsTests
{
    [Fact]
    public async Task With_a_certificate_the_site_is_https_and_its_cookies_are_secure()
    {
        string folder = Directory.CreateTempSubdirectory("netthreat-web-").FullName;
        try
        {
            var options = WriteCertificate(folder);
            await using var server = await DashboardServer.StartAsync(options);
            Assert.Equal("https", server.Address.Scheme);
            using var handler = new SocketsHttpHandler { UseCookies = false };
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=netthreat.example";
            using var client = new HttpClient(handler) { BaseAddress = server.Address };
            using var page = await client.GetAsync("/sign-in");
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains("secure", Assert.Single(page.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
            Assert.True(page.Headers.Contains("Strict-Transport-Security"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_named()
    {
        var options = new WebOptions { Port = 0, CertificateFile = "missing.pem", CertificateKeyFile = "missing.key" };
        var e = await Assert.ThrowsAsync<WebStartException>(() => DashboardServer.StartAsync(options));
        Assert.Contains("missing.pem", e.Message, StringComparison.Ordinal);
    }

    private static WebOptions WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=netthreat.example", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var options = new WebOptions { Port = 0, CertificateFile = Path.Combine(folder, "site.pem"), CertificateKeyFile = Path.Combine(folder, "site.key") };
        File.WriteAllText(options.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(options.CertificateKeyFile, key.ExportPkcs8PrivateKeyPem());
        return options;
    }
}
