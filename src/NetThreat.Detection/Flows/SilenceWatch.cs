using NetThreat.Core.Bus;
using NetThreat.Core.Streams;
using NetThreat.Core.Wire;

namespace NetThreat.Detection.Flows;

/// <summary>
/// Notices live streams that are silent by the wall clock or behind by event time, and writes the control record that sets them aside into
/// the partition itself: a re-read meets it at the same place, and no finding depends on a clock.
/// </summary>
internal sealed class SilenceWatch(int partition, StreamLimits limits, TimeProvider time)
{
    private readonly Dictionary<StreamId, LastHeard> _streams = [];

    public void Heard(FlowsBatch batch)
    {
        if (batch.Watermark is { Finished: true }) _streams.Remove(batch.Stream);
        else if (batch.Control is null) _streams[batch.Stream] = new(batch.Vantage, time.GetTimestamp(), false);
    }

    /// <summary>Called when the partition has nothing more to read, so that a slow reader does not take its own delay for a stream's silence.</summary>
    public void Look(StreamTracker tracker, List<Publication> publications)
    {
        foreach (var stream in tracker.ActiveLive().ToArray())
        {
            if (!_streams.TryGetValue(stream, out var heard))
            {
                _streams[stream] = new(default, time.GetTimestamp(), false);
                continue;
            }
            if (!heard.Asked && time.GetElapsedTime(heard.At) > limits.Silence) Ask(stream, heard, "silent", publications);
        }
        foreach (var stream in tracker.Lagging(limits.Lag).ToArray())
            if (_streams.TryGetValue(stream, out var heard) && !heard.Asked) Ask(stream, heard, "lagging", publications);
    }

    private void Ask(StreamId stream, LastHeard heard, string reason, List<Publication> publications)
    {
        _streams[stream] = heard with { Asked = true };
        DetectionMetrics.SetAside.Add(1, new KeyValuePair<string, object?>("reason", reason));
        var note = new StreamControlNote(StreamControl.Types.Kind.SetAside, reason);
        publications.Add(new(Topics.Flows, partition, FlowsCodec.Encode(new FlowsBatch(heard.Vantage, stream, [], null, note))));
    }

    private readonly record struct LastHeard(Vantage Vantage, long At, bool Asked);
}
