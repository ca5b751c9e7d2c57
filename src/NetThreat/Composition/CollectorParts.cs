using NetThreat.Capture.Collector;
using NetThreat.Capture.Logs;
using NetThreat.Capture.Sensor;
using NetThreat.Configuration;

namespace NetThreat.Composition;

/// <summary>What a process with the role of a collector runs: the sockets of exporters, and the logs that it follows.</summary>
internal sealed class CollectorParts : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly List<(string Name, Func<CancellationToken, CancellationToken, Task> Run)> _parts = [];

    /// <exception cref="Core.Packets.CaptureException">A port cannot be listened on.</exception>
    public CollectorParts(NetThreatOptions options, SensorPorts ports)
    {
        var run = RunId.OfStart(ports.Time);
        if (options.Collector.Enabled)
        {
            var source = new UdpDatagramSource(options.Collector, ports.Time);
            var worker = new CollectorWorker(options.Collector, source, run, ports, options.DataFolder());
            _owned.Add(worker);
            _parts.Add((worker.Component, worker.RunAsync));
        }

        if (options.Collector.Logs.Count > 0)
        {
            var worker = new LogWorker(options.Collector, run, ports);
            _owned.Add(worker);
            _parts.Add((worker.Component, worker.RunAsync));
        }
    }

    /// <summary>Each runs until the first token and gives up with the second.</summary>
    public IReadOnlyList<(string Name, Func<CancellationToken, CancellationToken, Task> Run)> Parts => _parts;

    public void Dispose() => _owned.ForEach(o => o.Dispose());
}
