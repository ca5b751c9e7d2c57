using NetThreat.Capture.Files;
using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Flows;

namespace NetThreat.Tests.Conformance;

/// <summary>The whole flows of one capture.</summary>
internal static class CaptureFlows
{
    private static readonly Vantage Vantage = new("peer", "file");

    /// <summary>Final records in the order of their first packets. What stands before a broken record counts.</summary>
    /// <exception cref="CaptureException">Not a capture.</exception>
    public static List<FlowRecord> Of(string capture, MeterOptions? options = null)
    {
        var flows = new List<FlowRecord>();
        using var source = CaptureFile.Open(capture);
        using var meter = new FlowMeter(options ?? new MeterOptions(), Vantage, r =>
        {
            if (r.Final) flows.Add(r);
        });
        var batch = new PacketBatch();
        while (source.Read(batch, default)) meter.Process(batch);
        meter.Finish();
        return [.. flows.OrderBy(f => f.Start)];
    }
}
