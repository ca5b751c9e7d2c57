using System.Diagnostics.Metrics;

namespace NetThreat.Web.Identity;

internal sealed class IdentityMetrics : IDisposable
{
    private readonly Meter _meter = new("NetThreat.Web");
    private readonly Counter<long> _attempts;

    public IdentityMetrics() => _attempts = _meter.CreateCounter<long>("netthreat.web.sign_in.attempts", "{attempt}", "Sign-in attempts by result.");

    public void Failed() => _attempts.Add(1, new KeyValuePair<string, object?>("result", "failed"));

    public void Succeeded() => _attempts.Add(1, new KeyValuePair<string, object?>("result", "succeeded"));

    public void Dispose() => _meter.Dispose();
}
