using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NetThreat.Core.Health;
using NetThreat.Web.Identity;

namespace NetThreat.Web;

/// <summary>The web role: starts and stops the server. The constructor does nothing.</summary>
public sealed class WebServer(WebOptions options, WebPorts ports) : IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>The password of the user <c>admin</c> that this start created; null when there were users. It is kept nowhere else.</summary>
    public string? FirstPassword { get; private set; }

    /// <summary>Where the server listens.</summary>
    /// <exception cref="InvalidOperationException">Not started.</exception>
    public Uri Address => new((_app ?? throw new InvalidOperationException("the web server is not started")).Urls.First());

    internal IServiceProvider Services => (_app ?? throw new InvalidOperationException("the web server is not started")).Services;

    /// <summary>Creates the first user when there is none, and listens.</summary>
    /// <exception cref="WebStartException">An option is wrong, or the port is not to be had.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (options.Validate() is { Count: > 0 } faults) throw new WebStartException(string.Join("; ", faults));
        ports.Health.Set(WebModule.Component, HealthState.Starting);
        _app = WebModule.Build(options, ports);
        try
        {
            await _app.StartAsync(cancellation);
        }
        catch (IOException e)
        {
            await FailAsync(e.InnerException is AddressInUseException
                ? $"port {options.Port} on {options.Listen} is in use: set Web:Port or stop the other program"
                : $"cannot listen on port {options.Port} of {options.Listen}: {e.Message}", e);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            await FailAsync($"cannot listen on port {options.Port} of {options.Listen}: {e.Message}; set Web:Listen and Web:Port to an address of this machine", e);
        }
        // After listening, so that a start that fails leaves no user whose password nobody saw.
        FirstPassword = await _app.Services.GetRequiredService<FirstUser>().EnsureAsync(cancellation);
        if (!_app.Urls.First().StartsWith("https", StringComparison.Ordinal) && options.TryAddress(out var address) && !System.Net.IPAddress.IsLoopback(address))
            ports.Logging.CreateLogger<WebServer>().LogWarning("the dashboard is served without HTTPS on {Address}: set Web:CertificateFile, or put a TLS proxy in front", Address);
        ports.Health.Set(WebModule.Component, HealthState.Good);
    }

    /// <summary>Ends event streams and pages, then listening.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_app is not null) await _app.StopAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _app = null;
    }

    private async Task FailAsync(string message, Exception cause)
    {
        ports.Health.Set(WebModule.Component, HealthState.Failed, message);
        await DisposeAsync();
        throw new WebStartException(message, cause);
    }
}
