using System.Buffers.Binary;
using NetThreat.Capture.Collector;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Fuzz;

namespace NetThreat.Tests.Fuzz.Targets;

/// <summary>NetFlow v5, v7, v9, IPFIX and sFlow, with the templates of the datagrams before.</summary>
internal sealed class ExportTarget : IFuzzTarget, IExportSink
{
    private ExportDecoder? _decoder;
    private long _records;

    public string Name => "export";

    public int Share => 6;

    public long MaxAllocation => 16 << 20;

    public bool KeepsState => true;

    public IReadOnlyList<FuzzInput> Seeds(IReadOnlyList<FuzzInput> packets)
    {
        if (Data.Root is null) return [];
        var datagrams = Directory.EnumerateFiles(Data.Path("peers/telegraf-netflow"), "*.bin", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => new FuzzInput(File.ReadAllBytes(f), 0));
        return [.. datagrams, .. SeedPackets.Payloads(packets).Where(p => p.Kind == IpProtocol.Udp && IsExport(p.Bytes)).Select(p => p with { Kind = 0 })];
    }

    public void Run(in CapturedPacket input, ref FuzzRandom random)
    {
        _decoder ??= new(new CollectorLimits { MaxDomains = 64, MaxTemplatesPerDomain = 64, MaxTemplateFields = 10_000, MaxPendingSets = 128, MaxPendingBytes = 1 << 20 }, this);
        _records = 0;
        _decoder.Decode(input.Data, Address.FromV4(0x0A00_0001 + (uint)random.Below(100)), 1_700_000_000_000_000_000 + random.Below(1_000_000));
    }

    public void Reset() => _decoder = null;

    void IExportSink.Flow(ref ForeignRecord record, ExportDomain domain, in ExportHeader header)
    {
        // A set of 64 KiB may release sets that waited, each as long.
        if (++_records > 200L * 65_536) throw new FuzzFaultException("more records than bytes can hold");
    }

    private static bool IsExport(byte[] bytes) => bytes.Length > 4 && BinaryPrimitives.ReadUInt16BigEndian(bytes) is 5 or 7 or 9 or 10 || bytes is [0, 0, 0, 5, ..];
}
