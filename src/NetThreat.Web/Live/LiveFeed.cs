using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NetThreat.Core.Bus;
using NetThreat.Core.Health;
using NetThreat.Core.Wire;

namespace NetThreat.Web.Live;

/// <summary>Follows the bus for as long as the server runs. A bus that is away makes the view old, never the server fail.</summary>
internal sealed class LiveFeed(
    IBus bus, IncidentBroadcast incidents, SensorBoard sensors, HealthBoard health, TimeProvider time, LiveMetrics metrics, ILogger<LiveFeed> log) : BackgroundService
{
    public const string Component = "web.live";

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private readonly bool[] _following = new bool[2];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        health.Set(Component, HealthState.Starting);
        return Task.WhenAll(FollowAsync(0, Topics.Incidents, ApplyIncidents, stoppingToken), FollowAsync(1, Topics.Sensors, ApplySensors, stoppingToken));
    }

    private async Task FollowAsync(int place, string topic, Action<BusMessage> apply, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var consumer = bus.Follow(topic);
                Following(place);
                while (true)
                {
                    var polled = await consumer.PollAsync(s_poll, stopping);
                    foreach (var message in polled.Messages) apply(message);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever keeps the bus from answering, the view tries again and says so.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _following[place] = false;
                health.Set(Component, HealthState.Degraded, $"live view of {topic} is interrupted: {e.Message}");
                log.LogWarning(e, "following {Topic} failed, trying again in {Pause}", topic, s_pause);
                await Task.Delay(s_pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Following(int place)
    {
        _following[place] = true;
        if (_following.All(f => f)) health.Set(Component, HealthState.Good);
    }

    private void ApplyIncidents(BusMessage message)
    {
        if (IncidentsCodec.TryDecode(message.Payload, out var revisions, out string? error)) incidents.Publish(revisions!);
        else Undecodable(message, error);
    }

    private void ApplySensors(BusMessage message)
    {
        if (SensorsCodec.TryDecode(message.Payload, out var report, out string? error)) sensors.Apply(report!);
        else Undecodable(message, error);
    }

    private void Undecodable(BusMessage message, string? error)
    {
        // The first of a series is enough for the log; the counter has them all.
        if (metrics.CountUndecodable(message.Topic) == 1)
            log.LogWarning("a message of {Topic}, partition {Partition}, offset {Offset} is not readable: {Error}; further ones are only counted", message.Topic, message.Partition, message.Offset, error);
    }
}
