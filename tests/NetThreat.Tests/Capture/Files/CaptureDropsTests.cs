using NetThreat.Capture.Files;
using NetThreat.Core.Ledger;
using NetThreat.Testing.Captures;

namespace NetThreat.Tests.Capture.Files;

/// <summary>What a capturing program lost is lost to us too, and named.</summary>
public class CaptureDropsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Statistics_are_totals_and_the_last_one_counts(bool bigEndian) => Check(
        new PcapNgBytes(bigEndian).Section().Interface().Interface().Packet(1, [1]).Statistics(1, 2).Packet(2, [2]).Statistics(3, 20).Statistics(0, 5, index: 1),
        packets: 2, new("interface_drop", 3), new("kernel_drop", 25));

    [Fact]
    public void Counts_between_packets_add_up_and_do_not_count_twice_beside_the_total()
    {
        Check(new PcapNgBytes().Section().Interface().PacketAfterDrops(1, [1, 2, 3], 4).PacketAfterDrops(2, [1], 5), packets: 2, new LedgerLoss("kernel_drop", 9));
        Check(new PcapNgBytes().Section().Interface().PacketAfterDrops(1, [1, 2, 3], 4).Statistics(0, 6), packets: 1, new LedgerLoss("kernel_drop", 6));
    }

    [Fact]
    public void Sections_add_up() => Check(
        new PcapNgBytes().Section().Interface().Packet(1, [1]).Statistics(1, 1).Section().Interface().Packet(2, [1]).Statistics(2, 2),
        packets: 2, new("interface_drop", 3), new("kernel_drop", 3));

    [Fact]
    public void Claims_without_measure_are_bounded()
    {
        var file = new PcapNgBytes().Section().Interface().Packet(1, [1]);
        for (int i = 0; i < 3; i++) file.PacketAfterDrops(1, [1], ulong.MaxValue).PacketAfterDrops(1, [1], long.MaxValue);
        Check(file.Statistics(ulong.MaxValue, 0).Statistics(0, 0, index: 99).Block(5, []), packets: 7, new LedgerLoss("kernel_drop", 1L << 48));
    }

    [Fact]
    public void Without_drops_nothing_is_said() => Check(new PcapNgBytes().Section().Interface().Packet(1, [1]).Statistics(0, 0), packets: 1);

    private static void Check(PcapNgBytes file, int packets, params LedgerLoss[] losses)
    {
        using var source = CaptureFile.Open(new MemoryStream(file.ToArray()), "x");
        var reading = SourceReading.Of(source);
        Assert.Equal(packets, reading.Packets.Count);
        Assert.Equal(losses, reading.Losses);
        var warnings = ((IWarningSource)source).Warnings;
        if (losses.Length == 0) Assert.Empty(warnings);
        else Assert.StartsWith("'x' has holes: the program that captured it reports", Assert.Single(warnings), StringComparison.Ordinal);
    }
}
