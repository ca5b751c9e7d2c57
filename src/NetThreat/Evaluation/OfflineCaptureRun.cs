using NetThreat.Composition;
using NetThreat.Configuration;
using NetThreat.Core.Incidents;
using NetThreat.Core.Time;
using NetThreat.Detection.Scoring;

namespace NetThreat.Evaluation;

/// <summary>A capture run through the offline pipeline.</summary>
internal sealed class OfflineCaptureRun(OfflineResult result, NetThreatOptions options, ActiveModels models) : ICaptureRun
{
    public IReadOnlyList<Incident> Incidents => result.Incidents;

    public int Records => result.Records.Count;

    public Timestamp RecordTime(int index) => result.Records[index].Record.Time;

    public Task<IReadOnlyList<Incident>> OfPrefixAsync(int count, CancellationToken cancellation) =>
        OfflineDetection.RunAsync(result.Records, count, options, models, cancellation);

    /// <summary>The pipeline with these options and models.</summary>
    public static RunPipeline With(NetThreatOptions options, ActiveModels models) => async (source, cancellation) =>
        new OfflineCaptureRun(await OfflinePipeline.RunAsync(source, source.Name, options, models, keepRecords: true, cancellation), options, models);
}
