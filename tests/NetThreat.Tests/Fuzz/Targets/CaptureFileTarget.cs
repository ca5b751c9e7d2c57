using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Fuzz;

namespace NetThreat.Tests.Fuzz.Targets;

/// <summary>The pcap and pcapng readers, plain and gzip.</summary>
internal sealed class CaptureFileTarget : IFuzzTarget
{
    private const int MaxSeed = 16 * 1024, MaxSeeds = 200;

    private readonly PacketBatch _batch = new(64);

    public string Name => "capture-file";

    public int Share => 1;

    /// <summary>A block may announce up to the reader's limit before its bytes are missed.</summary>
    public long MaxAllocation => 64 << 20;

    public bool KeepsState => false;

    public IReadOnlyList<FuzzInput> Seeds(IReadOnlyList<FuzzInput> packets)
    {
        if (Data.Root is null) return [];
        return
        [
            .. new[] { "peers", "pcaps" }.Select(f => Data.Path(f)).SelectMany(f => Directory.EnumerateFiles(f, "*.pcap*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
                .Where(f => new FileInfo(f).Length <= MaxSeed).Take(MaxSeeds).Select(f => new FuzzInput(File.ReadAllBytes(f), 0)),
        ];
    }

    public void Run(in CapturedPacket input, ref FuzzRandom random)
    {
        try
        {
            using var source = CaptureFile.Open(new MemoryStream(input.Data.ToArray()), "fuzz");
            long packets = 0, bytes = 0;
            while (source.Read(_batch, default))
            {
                packets += _batch.Count;
                foreach (ref readonly var p in _batch.Packets)
                {
                    if (p.WireLength < p.Length) throw new FuzzFaultException("more captured than was on the wire");
                    foreach (byte b in p.Data) bytes += b;
                }
            }

            if (packets > input.Length) throw new FuzzFaultException("more packets than bytes");
        }
        catch (CaptureException)
        {
            // The way to say that it is no capture.
        }
    }
}
