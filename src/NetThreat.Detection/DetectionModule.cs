using NetThreat.Core.Bus;
using NetThreat.Core.Workers;
using NetThreat.Detection.Correlation;
using NetThreat.Detection.Flows;
using NetThreat.Detection.Hosts;
using NetThreat.Detection.Scoring;

namespace NetThreat.Detection;

/// <summary>The workers of the roles <c>detector</c> and <c>correlator</c>.</summary>
public static class DetectionModule
{
    /// <summary>First half of the role detector: on <c>flows</c>.</summary>
    /// <param name="member">Tells this worker from the others of the role.</param>
    /// <param name="models">What scores the flows.</param>
    public static PartitionWorker FlowDetector(string member, WorkerPorts ports, DetectionOptions options, ActiveModels models)
    {
        var layout = PartitionLayout.Of(ports.Bus);
        return new PartitionWorker("detector", Topics.Flows, member, p => new FlowsProcessor(p, layout, options, models, ports.Time), ports, options.Worker);
    }

    /// <summary>Second half of the role detector: on <c>hosts</c>.</summary>
    public static PartitionWorker HostDetector(string member, WorkerPorts ports, DetectionOptions options)
    {
        var layout = PartitionLayout.Of(ports.Bus);
        return new PartitionWorker("detector-hosts", Topics.Hosts, member, p => new HostsProcessor(p, layout, options), ports, options.Worker);
    }

    public static PartitionWorker Correlator(string member, WorkerPorts ports, DetectionOptions options)
    {
        int incidents = ports.Bus.PartitionCount(Topics.Incidents);
        return new PartitionWorker("correlator", Topics.Findings, member, p => new CorrelatorProcessor(p, incidents, options.Correlation), ports, options.Worker);
    }
}
