using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NetThreat.Web.Api;
using NetThreat.Web.Assets;
using NetThreat.Web.Dashboard;
using NetThreat.Web.Health;
using NetThreat.Web.Identity;
using NetThreat.Web.Live;
using NetThreat.Web.Metrics;

namespace NetThreat.Web;

/// <summary>Registration of the web role: services, then the pipeline in order. <see cref="WebServer"/> starts and stops it.</summary>
public static class WebModule
{
    /// <summary>The name on the health board.</summary>
    public const string Component = "web";

    private const long MaxRequestBodyBytes = 64 * 1024;

    /// <summary>An application that is not started. It reads no environment variable and no settings file: the options are all it knows.</summary>
    /// <exception cref="WebStartException">The certificate cannot be read.</exception>
    public static WebApplication Build(WebOptions options, WebPorts ports)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(WebModule).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        Listen(builder, options);
        AddPorts(builder.Services, options, ports);
        builder.Services.AddIdentity(options);
        builder.Services.AddApi();
        builder.Services.AddLive();
        builder.Services.AddMetricsEndpoint();
        builder.Services.AddDashboard();
        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    private static void Listen(WebApplicationBuilder builder, WebOptions options)
    {
        options.TryAddress(out var address);
        var certificate = Certificate(options);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = 1000;
            kestrel.Listen(address, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                if (certificate is not null) listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = certificate.Value);
                else listen.Protocols = HttpProtocols.Http1;
            });
        });
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain)? Certificate(WebOptions options)
    {
        if (options.CertificateFile is null) return null;
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(options.CertificateFile);
            using var pem = X509Certificate2.CreateFromPemFile(options.CertificateFile, options.CertificateKeyFile);
            return (X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null), chain);
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new WebStartException($"cannot read the certificate {options.CertificateFile} with key {options.CertificateKeyFile}: {e.Message}", e);
        }
    }

    private static void AddPorts(IServiceCollection services, WebOptions options, WebPorts ports)
    {
        services.AddSingleton(options).AddSingleton(ports).AddSingleton(ports.Time).AddSingleton(ports.Logging);
        services.AddSingleton(ports.Flows).AddSingleton(ports.Incidents).AddSingleton(ports.Handling).AddSingleton(ports.Ledger);
        services.AddSingleton(ports.Users).AddSingleton(ports.Bus).AddSingleton(ports.Health).AddSingleton(ports.Scorer);
        services.AddLogging();
        services.AddRouting();
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(5));
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ProblemPages>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapAssets();
        app.MapHealth();
        app.MapMetrics();
        app.MapSignIn();
        app.MapApi();
        app.MapDashboard();
    }
}
