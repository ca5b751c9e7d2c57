using System.Diagnostics.Metrics;

namespace NetThreat.Web.Live;

internal sealed class LiveMetrics : IDisposable
{
    private readonly Meter _meter = new("NetThreat.Web.Live");
    private readonly Counter<long> _undecodable;
    private long _count;

    public LiveMetrics(IncidentBroadcast incidents)
    {
        _undecodable = _meter.CreateCounter<long>("netthreat.web.live.undecodable", "{message}", "Messages of the bus that the live view could not read.");
        _meter.CreateObservableGauge("netthreat.web.live.event_streams", () => (long)incidents.Subscriptions, "{stream}", "Open event streams of the API.");
    }

    /// <returns>How many there were, this one included.</returns>
    public long CountUndecodable(string topic)
    {
        _undecodable.Add(1, new KeyValuePair<string, object?>("topic", topic));
        return Interlocked.Increment(ref _count);
    }

    public void Dispose() => _meter.Dispose();
}
