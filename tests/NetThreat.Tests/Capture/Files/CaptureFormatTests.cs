using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.Testing.Captures;

namespace NetThreat.Tests.Capture.Files;

public sealed class CaptureFormatTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    public void What_is_written_as_pcap_is_read(bool bigEndian, bool nanoseconds, bool modified)
    {
        var packets = Packets(nanoseconds ? 1 : 1000);
        var file = new PcapBytes(bigEndian, nanoseconds, modified).Write(packets, linkType: 0x1000_0071);
        AssertSame(packets, Read(file), link: 0x71);
        AssertSame(packets, Read(PcapBytes.Gzip(file)), link: 0x71);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_as_pcapng_is_read(bool bigEndian)
    {
        var packets = Packets(1000);
        var w = new PcapNgBytes(bigEndian).Section().Interface(1);
        foreach (var p in packets) w.Packet((ulong)(p.Nanoseconds / 1000), p.Data, p.Wire);
        AssertSame(packets, Read(w.ToArray()), link: 1);
        AssertSame(packets, Read(PcapBytes.Gzip(w.ToArray())), link: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void A_pipe_that_trickles_gives_the_same(int bytesPerRead)
    {
        var packets = Packets(1000);
        var file = new PcapBytes().Write(packets);
        using var source = CaptureFile.Open(new TrickleStream(file, bytesPerRead), "pipe");
        AssertSame(packets, SourceReading.Of(source, 4), link: 1);
        using var zipped = CaptureFile.Open(new TrickleStream(PcapBytes.Gzip(file), bytesPerRead), "pipe");
        AssertSame(packets, SourceReading.Of(zipped, 4), link: 1);
    }

    [Fact]
    public void Packets_of_a_batch_stay_valid_while_the_window_moves_over_a_long_file()
    {
        var random = new Random(3);
        var packets = Enumerable.Range(0, 3000).Select(i =>
        {
            var data = new byte[random.Next(2000)];
            random.NextBytes(data);
            return new RecordedPacket(i * Second, data);
        }).ToList();
        packets.Insert(700, new(0, new byte[256 * 1024]));
        AssertSame(packets, Read(new PcapBytes().Write(packets)), link: 1);
        var w = new PcapNgBytes().Section().Interface(1, resolution: 9);
        foreach (var p in packets) w.Packet((ulong)p.Nanoseconds, p.Data);
        AssertSame(packets, Read(w.ToArray()), link: 1);
    }

    [Fact]
    public void A_pcapng_file_has_many_interfaces_and_sections_of_either_order()
    {
        var first = new PcapNgBytes().Section().Interface(1).Interface(101, resolution: 9).Interface(113, resolution: 0, offset: -5)
            .Packet(7, [1]).Packet(7, [2], index: 1).Packet(7, [3], index: 2).Obsolete(8, [4], 1);
        var second = new PcapNgBytes(bigEndian: true).Section().Interface(228, resolution: 3).Packet(9, [5, 6, 7, 8, 9]);
        var r = Read([.. first.ToArray(), .. second.ToArray()]);
        Assert.Equal([7000, 7, 2 * Second, 8, 9_000_000], r.Packets.Select(p => p.Nanoseconds));
        Assert.Equal([(ushort)1, 101, 113, 101, 228], r.LinkTypes);
        Assert.Equal([1, 2, 3, 4, 5], r.Packets.Select(p => p.Data[0]));
        Assert.Empty(r.Losses);
    }

    [Fact]
    public void Blocks_without_packets_are_passed_over_whatever_their_size()
    {
        var file = new PcapNgBytes().Section().Block(0x0BAD, new byte[3 << 20]).Interface(1).Block(4, new byte[64])
            .Packet(1, [1]).Block(5, new byte[100]).Packet(2, [2]).Block(10, new byte[2 << 20]).ToArray();
        Assert.Equal([1, 2], Read(file).Packets.Select(p => p.Data[0]));
    }

    [Fact]
    public void Simple_packets_have_the_last_known_time_and_the_length_of_the_snapshot()
    {
        var file = new PcapNgBytes().Section().Interface(1, snapLength: 4).Packet(5, [1]).Simple([1, 2, 3, 4], wire: 100).Simple([9, 9]).ToArray();
        var r = Read(file);
        Assert.Equal([5000, 5000, 5000], r.Packets.Select(p => p.Nanoseconds));
        Assert.Equal([1, 4, 2], r.Packets.Select(p => p.Data.Length));
        Assert.Equal([1, 100, 2], r.Packets.Select(p => p.WireLength));
    }

    [Theory]
    [InlineData(0, 3UL, 3 * Second)] // seconds
    [InlineData(9, 1_700_000_000_123_456_789UL, 1_700_000_000_123_456_789)]
    [InlineData(12, 1_999UL, 1)] // picoseconds
    [InlineData(127, ulong.MaxValue, 0)]
    [InlineData(0x8A, 1024UL, Second)] // 2^-10
    [InlineData(0xA0, 3UL << 31, 3 * Second / 2)] // 2^-32, as NTP counts
    [InlineData(0xFF, ulong.MaxValue, 0)]
    public void Resolutions_of_every_power_become_nanoseconds(byte resolution, ulong ticks, long expected) =>
        Assert.Equal(expected, Read(new PcapNgBytes().Section().Interface(1, resolution: resolution).Packet(ticks, [1]).ToArray()).Packets[0].Nanoseconds);

    [Theory]
    [InlineData(0, ulong.MaxValue, 0L, false)]
    [InlineData(6, ulong.MaxValue, 0L, false)]
    [InlineData(6, 1UL, long.MaxValue, false)]
    [InlineData(6, 1UL, long.MinValue, true)]
    public void Times_out_of_range_are_clamped_and_told(byte resolution, ulong ticks, long offset, bool low)
    {
        var file = new PcapNgBytes().Section().Interface(1, resolution: resolution, offset: offset).Packet(ticks, [1]).ToArray();
        using var source = CaptureFile.Open(new MemoryStream(file), "x");
        Assert.Equal(low ? -TimeScale.Limit : TimeScale.Limit, SourceReading.Of(source).Packets[0].Nanoseconds);
        Assert.Contains("1 packets", Assert.Single(((IWarningSource)source).Warnings), StringComparison.Ordinal);
        Assert.Empty(source.Losses);
    }

    [Fact]
    public void A_wire_length_below_the_captured_or_beyond_any_frame_is_corrected()
    {
        var file = new PcapBytes().Write([new(0, new byte[10], 4), new(0, new byte[10], -1)]);
        Assert.Equal([10, 16 << 20], Read(file).Packets.Select(p => p.WireLength));
    }

    [Fact]
    public void Reading_does_not_allocate_per_packet()
    {
        var file = new PcapBytes().Write(Enumerable.Range(0, 100_000).Select(i => new RecordedPacket(i, new byte[60])));
        using var source = CaptureFile.Open(new MemoryStream(file), "x");
        var batch = new PacketBatch();
        source.Read(batch, CancellationToken.None);
        long before = GC.GetAllocatedBytesForCurrentThread(), count = batch.Count;
        while (source.Read(batch, CancellationToken.None)) count += batch.Count;
        Assert.Equal(100_000, count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    private static List<RecordedPacket> Packets(long unit) =>
    [
        new(1_700_000_000 * Second + 123_456 * unit, [1, 2, 3]), new(1_700_000_000 * Second + 999_999 * unit, [], 60),
        new(4_294_967_295 * Second, [.. Enumerable.Range(0, 255).Select(i => (byte)i)], 1500), new(0, new byte[64]),
        .. Enumerable.Range(0, 20).Select(i => new RecordedPacket(i * 1000, [(byte)i])),
    ];

    private static SourceReading Read(byte[] file)
    {
        using var source = CaptureFile.Open(new MemoryStream(file), "test");
        return SourceReading.Of(source);
    }

    private static void AssertSame(IReadOnlyList<RecordedPacket> expected, SourceReading actual, ushort link)
    {
        Assert.Empty(actual.Losses);
        Assert.Equal(expected.Count, actual.Packets.Count);
        Assert.All(actual.LinkTypes, l => Assert.Equal(link, l));
        foreach (var (e, a) in expected.Zip(actual.Packets))
        {
            Assert.Equal((e.Nanoseconds, e.WireLength), (a.Nanoseconds, a.WireLength));
            Assert.Equal(e.Data, a.Data);
        }
    }
}
