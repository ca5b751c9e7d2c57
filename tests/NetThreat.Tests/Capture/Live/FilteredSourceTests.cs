using NetThreat.Capture.Inputs;
using NetThreat.Capture.Live.Libpcap;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Testing.Captures;
using static NetThreat.Testing.Packets.PacketBytes;

namespace NetThreat.Tests.Capture.Live;

public sealed class FilteredSourceTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public FilteredSourceTests() => File.WriteAllBytes(_file, new PcapBytes().Write(Enumerable.Range(0, 1000).Select(i => new RecordedPacket(
        i * 1000, Ethernet(0x0800, IPv4(17, Udp((ushort)(i + 1), (ushort)(i % 10 == 0 ? 53 : 99), new byte[20])), i % 2 == 0 ? [] : [7])))));

    public void Dispose() => File.Delete(_file);

    [LibpcapTheory]
    [InlineData("udp dst port 53", 100)]
    [InlineData("vlan 7", 500)]
    [InlineData("udp src portrange 1-4", 2)]
    [InlineData("tcp", 0)]
    public void Only_what_the_filter_lets_pass_is_given_and_the_rest_is_counted(string filter, int expected)
    {
        using var source = Open(filter);
        Assert.Equal(expected, SourceReading.Of(source, batchSize: 7).Packets.Count);
        Assert.Equal([new LedgerLoss("filtered", 1000 - expected)], source.Losses);
    }

    [LibpcapFact]
    public void A_filter_that_is_none_is_refused_in_a_line() =>
        Assert.StartsWith("the filter 'port' does not fit: ", Assert.Throws<CaptureException>(() => Open("port")).Message, StringComparison.Ordinal);

    [LibpcapFact]
    public void A_filtered_run_is_another_one()
    {
        var plain = PacketSources.Open(new([_file], []), TimeProvider.System);
        var filtered = PacketSources.Open(new([_file], [], "udp"), TimeProvider.System);
        Assert.StartsWith(plain.Run + "-", filtered.Run, StringComparison.Ordinal);
        plain.Source.Dispose();
        filtered.Source.Dispose();
    }

    private IPacketSource Open(string filter) => PacketSources.Open(new([_file], [], filter), TimeProvider.System).Source;
}

/// <summary>A test that needs libpcap; skipped where the system has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LibpcapFactAttribute : FactAttribute
{
    public LibpcapFactAttribute() => Skip = LibpcapNative.IsPresent ? null : "this system has no libpcap";
}

/// <summary>A theory that needs libpcap; skipped where the system has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LibpcapTheoryAttribute : TheoryAttribute
{
    public LibpcapTheoryAttribute() => Skip = LibpcapNative.IsPresent ? null : "this system has no libpcap";
}
