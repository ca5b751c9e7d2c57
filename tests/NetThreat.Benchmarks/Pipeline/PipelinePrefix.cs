using NetThreat.Capture.Files;
using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Core.Wire;
using NetThreat.Flows;
using NetThreat.Packets;

namespace NetThreat.Benchmarks.Pipeline;

/// <summary>The pipeline cut off after one stage: each prefix does all that the one before it does, and one thing more.</summary>
internal static class PipelinePrefix
{
    private const int RecordsPerMessage = 512;
    private static readonly Vantage Here = new("bench", "tap");
    private static readonly StreamId Stream = new("bench", "1");

    public static Task ReadAsync(string path) => Task.FromResult(Count(path));

    /// <summary>Reads, and counts the packets.</summary>
    public static long Count(string path)
    {
        long packets = 0;
        Each(path, batch => packets += batch.Count);
        return packets;
    }

    /// <param name="checksums">Whether they are verified.</param>
    public static Task DecodeAsync(string path, bool checksums = true)
    {
        DecodedPacket decoded = default;
        long flows = 0;
        Each(path, batch =>
        {
            foreach (ref readonly var packet in batch.Packets)
                if (PacketDecoder.Decode(in packet, ref decoded, checksums) == DecodeOutcome.Flow) flows++;
        });
        if (flows == 0) throw new InvalidOperationException("no packet was decoded");
        return Task.CompletedTask;
    }

    /// <returns>Flows and records.</returns>
    public static (long Flows, long Records) Meter(string path)
    {
        using var meter = new FlowMeter(new MeterOptions(), Here, _ => { });
        Each(path, meter.Process);
        meter.Finish();
        return (meter.TotalFlows, meter.TotalRecords);
    }

    /// <summary>Metered, and the records encoded into messages as the sensor publishes them.</summary>
    public static Task EncodeAsync(string path)
    {
        List<FlowRecord> records = [];
        long bytes = 0;
        void Encode()
        {
            bytes += FlowsCodec.Encode(new FlowsBatch(Here, Stream, records, null)).Length;
            records.Clear();
        }

        using var meter = new FlowMeter(new MeterOptions(), Here, record =>
        {
            records.Add(record);
            if (records.Count == RecordsPerMessage) Encode();
        });
        Each(path, meter.Process);
        meter.Finish();
        Encode();
        if (bytes == 0) throw new InvalidOperationException("nothing was encoded");
        return Task.CompletedTask;
    }

    private static void Each(string path, Action<PacketBatch> process)
    {
        using var source = CaptureFile.Open(path);
        var batch = new PacketBatch();
        while (source.Read(batch, CancellationToken.None)) process(batch);
    }
}
