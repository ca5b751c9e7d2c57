using NetThreat.Composition;
using NetThreat.Configuration;
using NetThreat.Core.Incidents;
using NetThreat.Core.Time;

namespace NetThreat.Evaluation;

/// <summary>A capture run through the offline pipeline.</summary>
internal sealed class OfflineCaptureRun(OfflineResult result, NetThreatOptions options) : ICaptureRun
{
    public IReadOnlyList<Incident> Incidents => result.Incidents;

    public int Records => result.Records.Count;

    public Timestamp RecordTime(int index) => result.Records[index].Record.Time;

    public Task<IReadOnlyList<Incident>> OfPrefixAsync(int count, CancellationToken cancellation) =>
        OfflineDetection.RunAsync(result.Records, count, options, cancellation);

    /// <summary>The pipeline with these options.</summary>
    public static RunPipeline With(NetThreatOptions options) => async (source, cancellation) =>
        new OfflineCaptureRun(await OfflinePipeline.RunAsync(source, source.Name, options, keepRecords: true, cancellation), options);
}
