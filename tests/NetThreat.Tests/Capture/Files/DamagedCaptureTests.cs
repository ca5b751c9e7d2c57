using NetThreat.Capture.Files;
using NetThreat.Core.Ledger;
using NetThreat.Core.Packets;
using NetThreat.Testing.Captures;

namespace NetThreat.Tests.Capture.Files;

public sealed class DamagedCaptureTests
{
    private static readonly RecordedPacket[] Packets = [new(1000, [1, 2, 3]), new(2000, new byte[40]), new(3000, []), new(4000, [7, 8])];

    public static TheoryData<string, byte[], int[]> Files
    {
        get
        {
            var ng = new PcapNgBytes();
            int[] ends = new int[Packets.Length];
            ng.Section().Interface(1);
            for (int i = 0; i < ends.Length; i++)
            {
                ng.Packet((ulong)Packets[i].Nanoseconds / 1000, Packets[i].Data);
                ends[i] = ng.ToArray().Length;
            }

            return new()
            {
                { "pcap", new PcapBytes().Write(Packets), [.. Enumerable.Range(1, 4).Select(n => new PcapBytes().Write(Packets.Take(n)).Length)] },
                { "pcap, modified", new PcapBytes(true, false, true).Write(Packets), [.. Enumerable.Range(1, 4).Select(n => new PcapBytes(true, false, true).Write(Packets.Take(n)).Length)] },
                { "pcapng", ng.ToArray(), ends },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_cut_at_any_byte_gives_every_packet_before_the_cut(string format, byte[] file, int[] ends)
    {
        int header = format == "pcapng" ? 4 : 24;
        for (int n = header; n < file.Length; n++)
        {
            var (reading, warnings) = Read(file[..n]);
            int whole = ends.Count(e => e <= n);
            Assert.Equal(Packets.Take(whole).Select(p => p.Data), reading.Packets.Select(p => p.Data));
            // Between two records nothing shows that more was meant to follow.
            bool between = ends.Contains(n) || (format == "pcapng" ? n is 28 or 48 : n == 24);
            Assert.Equal(between ? [] : [new LedgerLoss("truncated_file", 1)], reading.Losses);
            Assert.Equal(between ? 0 : 1, warnings.Count);
        }
    }

    [Fact]
    public void A_warning_names_the_file_and_where_it_ends()
    {
        var file = new PcapBytes().Write(Packets);
        Assert.Equal("'test' ends inside a record after packet 3: it was cut short; everything before was read", Assert.Single(Read(file[..^1]).Warnings));
    }

    [Fact]
    public void A_corrupt_record_ends_the_file_after_what_came_before()
    {
        var file = new PcapBytes().Write(Packets);
        int second = new PcapBytes().Write(Packets.Take(1)).Length;
        file[second + 11] = 0x7F; // the captured length becomes 2 GiB
        var (reading, warnings) = Read(file);
        Assert.Equal([1, 2, 3], Assert.Single(reading.Packets).Data);
        Assert.Equal([new LedgerLoss("corrupt_capture", 1)], reading.Losses);
        Assert.Contains("after packet 1", Assert.Single(warnings), StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> CorruptBlocks => new()
    {
        { "two lengths that differ", Start().Packet(1, [2]).ToArray() is var f ? [.. f[..^4], 0, 0, 0, 0] : [] },
        { "interface that is not described", Start().Packet(1, [2], index: 1).ToArray() },
        { "packet longer than its block", Start().Block(6, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 1, 2, 3, 4]).ToArray() },
        { "block that is too short", Start().Block(6, new byte[16]).ToArray() },
        { "block without a body", [.. Start().ToArray(), 6, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0] },
        { "length not a multiple of four", [.. Start().ToArray(), 9, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "packet block of 2 GiB", [.. Start().ToArray(), 6, 0, 0, 0, 0, 0, 0, 0x7F, 0, 0, 0, 0] },
        { "section of another version", Start().Block(0x0A0D0D0A, [0x4D, 0x3C, 0x2B, 0x1A, 2, 0, 0, 0, .. new byte[8]]).ToArray() },
        { "section without byte order", Start().Block(0x0A0D0D0A, new byte[16]).ToArray() },
        { "interface too short", Start().Block(1, new byte[4]).ToArray() },
    };

    [Theory]
    [MemberData(nameof(CorruptBlocks))]
    public void A_corrupt_block_ends_the_file_after_what_came_before(string what, byte[] file)
    {
        var (reading, warnings) = Read(file);
        Assert.True(reading.Packets.Count == 1, what);
        Assert.Equal([new LedgerLoss("corrupt_capture", 1)], reading.Losses);
        Assert.Single(warnings);
    }

    [Fact]
    public void Interfaces_without_end_are_refused()
    {
        var w = new PcapNgBytes().Section();
        for (int i = 0; i <= CaptureLimits.MaxInterfaces; i++) w.Interface(1);
        Assert.Equal([new LedgerLoss("corrupt_capture", 1)], Read(w.ToArray()).Reading.Losses);
    }

    [Fact]
    public void A_gzip_stream_that_is_cut_or_broken_is_a_loss_not_a_crash()
    {
        var random = new Random(5);
        var data = new byte[100_000];
        random.NextBytes(data);
        var file = PcapBytes.Gzip(new PcapBytes().Write(Enumerable.Range(0, 100).Select(i => new RecordedPacket(i, data[(i * 1000)..((i + 1) * 1000)]))));
        var cut = Read(file[..(file.Length / 2)]).Reading;
        Assert.InRange(cut.Packets.Count, 1, 99);
        Assert.NotEmpty(cut.Losses);
        file[^2] ^= 0xFF; // the length at the end
        file[file.Length / 2] ^= 0xFF;
        Assert.NotEmpty(Read(file).Reading.Losses);
    }

    [Fact]
    public void Mutated_files_never_do_worse_than_a_loss_or_one_clear_line()
    {
        var random = new Random(11);
        var originals = Files.Select(f => (byte[])f[1]).Append(PcapBytes.Gzip(new PcapBytes().Write(Packets))).ToArray();
        for (int i = 0; i < 4000; i++)
        {
            var file = (byte[])originals[i % originals.Length].Clone();
            for (int k = random.Next(1, 8); k > 0; k--) file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                var packets = Read(file[..random.Next(file.Length + 1)]).Reading.Packets;
                Assert.All(packets, p => Assert.InRange(p.Data.Length, 0, file.Length));
            }
            catch (CaptureException e)
            {
                Assert.StartsWith("'test' ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    private static PcapNgBytes Start() => new PcapNgBytes().Section().Interface(1).Packet(1, [1]);

    private static (SourceReading Reading, IReadOnlyList<string> Warnings) Read(byte[] file)
    {
        using var source = CaptureFile.Open(new MemoryStream(file), "test");
        var reading = SourceReading.Of(source);
        return (reading, ((IWarningSource)source).Warnings);
    }
}
