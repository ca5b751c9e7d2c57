using NetThreat.Core.Packets;
using NetThreat.Simulation;

namespace NetThreat.Benchmarks.Pipeline;

/// <summary>The capture that the benchmark reads: the simulator's measurement traffic in a temporary file.</summary>
internal sealed class LoadCapture : IDisposable
{
    private const ulong Seed = 1;
    private const int PacketsPerFlow = 20;

    private LoadCapture(string path, long packets) => (Path, Packets) = (path, packets);

    public string Path { get; }

    public long Packets { get; }

    public long Bytes => new FileInfo(Path).Length;

    /// <summary>Writes about <paramref name="packets"/> packets.</summary>
    public static LoadCapture Write(long packets, CancellationToken cancellation)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ".pcap");
        using var source = new SimulatedPacketSource(Scenarios.Load(Seed, (int)(packets / PacketsPerFlow)), Core.Time.Timestamp.FromSeconds(1_767_603_600));
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 20);
        var writer = new PcapWriter(stream, SimulatedPacketSource.LinkType);
        var batch = new PacketBatch(1024);
        long written = 0;
        while (source.Read(batch, cancellation) && !cancellation.IsCancellationRequested)
        {
            foreach (ref readonly var packet in batch.Packets) writer.Write(packet);
            written += batch.Count;
        }

        return new(path, written);
    }

    public void Dispose() => File.Delete(Path);
}
