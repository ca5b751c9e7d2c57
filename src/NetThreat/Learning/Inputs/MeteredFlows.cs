using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Time;
using NetThreat.Flows;

namespace NetThreat.Learning.Inputs;

/// <summary>The whole flows of a source of packets, by the meter that runs live: their feature rows are the live ones to the last bit.</summary>
/// <param name="source">Not live; not disposed here.</param>
internal sealed class MeteredFlows(IPacketSource source)
{
    private static readonly Vantage Vantage = new("local", "file");
    private static readonly MeterOptions Options = new() { Profile = MeterProfile.Full, Segments = false, MaxMemoryBytes = 1L << 30 };

    /// <summary>Time of the first packet; known with the first flow.</summary>
    public Timestamp First { get; private set; }

    /// <summary>Flows in order of event time.</summary>
    /// <exception cref="CaptureException">The source cannot be read on.</exception>
    public IEnumerable<FlowRecord> Read(CancellationToken cancellation)
    {
        var ended = new List<FlowRecord>();
        var batch = new PacketBatch();
        bool begun = false;
        using var meter = new FlowMeter(Options, Vantage, ended.Add, source.Name);
        while (source.Read(batch, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!begun && batch.Count > 0) (begun, First) = (true, batch.Packets[0].Time);
            meter.Process(batch);
            foreach (var flow in ended) yield return flow;
            ended.Clear();
        }
        cancellation.ThrowIfCancellationRequested();
        meter.Finish();
        foreach (var flow in ended) yield return flow;
    }
}
