using NetThreat.Core.Bus;
using NetThreat.Core.Findings;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Core.Wire;

namespace NetThreat.Detection;

/// <summary>
/// One source's way into the <c>findings</c> topic: findings go to their site's partition, the source's promise to every partition.
/// </summary>
internal sealed class FindingsOutlet(string source, int sources, int partitions)
{
    private Timestamp _promised = Timestamp.MinValue;

    /// <summary>Publishes findings and the promise that none before <paramref name="time"/> will follow.</summary>
    public void Publish(IReadOnlyList<Finding> findings, Timestamp time, List<Publication> publications)
    {
        bool promise = time != _promised && time != Timestamp.MinValue;
        for (int p = 0; p < partitions; p++)
        {
            var mine = partitions == 1 ? findings : [.. findings.Where(f => Partitioning.OfName(f.Site, partitions) == p)];
            if (mine.Count == 0 && !promise) continue;
            var watermark = new FindingsWatermark(source, sources, promise ? time : _promised, "");
            publications.Add(new(Topics.Findings, p, FindingsCodec.Encode(new FindingsBatch(mine, watermark))));
        }
        if (promise) _promised = time;
    }
}
