using NetThreat.Core.Workers;
using NetThreat.Detection;
using NetThreat.Detection.Scoring;

namespace NetThreat.Composition;

/// <summary>
/// The workers between the flows topic and the incidents, in the order of the data. They run on threads of their own, or step by step on
/// the caller's.
/// </summary>
internal sealed class DetectionStages : IAsyncDisposable
{
    private readonly IReadOnlyList<PartitionWorker> _workers;

    /// <param name="models">What scores the flows.</param>
    /// <param name="detector">This process detects.</param>
    /// <param name="correlator">This process correlates.</param>
    public DetectionStages(WorkerPorts ports, DetectionOptions options, ActiveModels models, bool detector = true, bool correlator = true)
    {
        var workers = new List<PartitionWorker>();
        if (detector) workers.AddRange([DetectionModule.FlowDetector("1", ports, options, models), DetectionModule.HostDetector("1", ports, options)]);
        if (correlator) workers.Add(DetectionModule.Correlator("1", ports, options));
        _workers = workers;
    }

    /// <summary>Upstream first.</summary>
    public IReadOnlyList<PartitionWorker> Workers => _workers;

    /// <summary>Steps every worker on this thread until none has anything to do.</summary>
    public async Task RunUntilIdleAsync(CancellationToken cancellation)
    {
        bool worked;
        do
        {
            worked = false;
            foreach (var w in _workers) worked |= await w.StepAsync(TimeSpan.Zero, cancellation);
        }
        while (worked);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var w in _workers) await w.DisposeAsync();
    }
}
