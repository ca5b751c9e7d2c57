using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Simulation;
using NetThreat.Testing.Captures;

namespace NetThreat.IntegrationTests.Live;

/// <summary>Captures to play onto a wire.</summary>
internal static class ReplayCapture
{
    /// <summary>The first packets of a simulated office with a scan in it.</summary>
    public static string Simulated(string folder, int packets)
    {
        string path = Path.Combine(folder, "office.pcap");
        using var file = File.Create(path);
        var writer = new PcapWriter(file, SimulatedPacketSource.LinkType);
        using var source = new SimulatedPacketSource(Scenarios.Demo(1), Timestamp.FromSeconds(1_700_000_000));
        var batch = new PacketBatch();
        for (int written = 0; written < packets && source.Read(batch, default); written += batch.Count)
            foreach (ref readonly var p in batch.Packets[..Math.Min(batch.Count, packets - written)]) writer.Write(in p);
        return path;
    }

    /// <summary>Frames as they are, a microsecond apart.</summary>
    public static string Of(string folder, IEnumerable<byte[]> frames)
    {
        string path = Path.Combine(folder, "frames.pcap");
        File.WriteAllBytes(path, new PcapBytes().Write(frames.Select((f, i) => new RecordedPacket(1_700_000_000_000_000_000 + i * 1000L, f))));
        return path;
    }

    public static SourceReading Read(string path)
    {
        using var source = CaptureFile.Open(path);
        return SourceReading.Of(source);
    }
}
