using NetThreat.Capture.Collector;
using NetThreat.Core.Time;
using static NetThreat.Tests.Capture.Collector.ExportBytes;

namespace NetThreat.Tests.Capture.Collector;

/// <summary>Gaps, restarts, lost templates, sampling and clocks of exporters.</summary>
public class ExporterTests
{
    private static readonly CollectorOptions Unpaired = new() { PairingWindow = TimeSpan.Zero };
    private static readonly V5 Record = new("10.0.0.1", "10.0.0.2", 40_000, 80, 10, 1_000);

    [Fact]
    public void Data_before_its_template_is_kept_and_read_once_the_template_comes()
    {
        using var c = new Collected(Unpaired);
        c.Take(0, NetFlow9(1, 7, 100_000, Set(300, PlainRecord("10.0.0.1", "10.0.0.2", 1, 2, 500, 5), PlainRecord("10.0.0.3", "10.0.0.4", 1, 2, 600, 6))));
        Assert.Empty(c.Records);
        c.AssertBalance();
        c.Take(3, NetFlow9(2, 7, 103_000, Set(0, Template(300, Plain))));

        Assert.Equal([500, 600], c.Records.Select(r => r.Total.Originator.IpBytes));
        Assert.All(c.Records, r => Assert.Equal(new Timestamp((Now + 3) * Second), r.Time));
        Assert.All(c.Records, r => Assert.Equal(new Timestamp((Now - 10) * Second), r.Start));
        c.AssertBalance();
    }

    [Fact]
    public void Data_whose_template_never_comes_leaves_by_age_and_by_the_limit()
    {
        using var c = new Collected(Unpaired with { Limits = new() { MaxPendingSets = 3, MaxPendingAge = TimeSpan.FromSeconds(60) } });
        for (uint i = 0; i < 5; i++) c.Take(i, NetFlow9(i, 7, 100_000 + i, Set(300, PlainRecord("10.0.0.1", "10.0.0.2", 1, 2, 500, 5))));
        c.Take(300, NetFlow9(5, 7, 400_000));
        var row = c.Collector.Rows(default).Single(r => r.Stage == "template");
        Assert.Equal((5, 0, 0), (row.In, row.Out, row.Held));
        Assert.Equal([("no_template", 3L), ("too_many_waiting", 2L)], row.Dropped.Select(d => (d.Reason, d.Count)));
    }

    [Fact]
    public void Templates_of_domains_exporters_and_versions_do_not_meet()
    {
        using var c = new Collected(Unpaired);
        c.Take(0, NetFlow9(1, 7, 100_000, Set(0, Template(300, Plain))));
        c.Take(0, NetFlow9(1, 8, 100_000, Set(300, PlainRecord("10.0.0.1", "10.0.0.2", 1, 2, 500, 5))));
        c.Take(0, NetFlow9(1, 7, 100_000, Set(300, PlainRecord("10.0.0.1", "10.0.0.2", 1, 2, 500, 5))), "192.0.2.2");
        c.Take(0, IpfixMessage(0, 7, Set(300, PlainRecord("10.0.0.1", "10.0.0.2", 1, 2, 500, 5))));
        Assert.Empty(c.Records);
        Assert.Equal(3, c.Collector.Decoder.Sets.Pending.Held);
    }

    [Fact]
    public void A_restart_of_the_exporter_begins_anew_and_its_data_waits_for_the_new_templates()
    {
        using var c = new Collected(Unpaired);
        c.Take(0, NetFlow9(500, 7, 90_000_000, Set(0, Template(300, Plain)), Set(300, PlainRecord("10.0.0.1", "10.0.0.2", 1, 2, 500, 5))));
        c.Take(60, Later(NetFlow9(0, 7, 5_000, Set(300, new ExportBytes.Bytes().Address("10.0.0.9").Address("10.0.0.8").ToArray())), 60));
        Assert.Single(c.Records);
        c.Take(61, Later(NetFlow9(1, 7, 6_000, Set(0, Template(300, (8, 4), (12, 4)))), 61)).Finish();

        Assert.Equal(["10.0.0.1", "10.0.0.9"], c.Records.Select(r => r.Key.Originator.ToString()));
        Assert.Equal((1, 0), (c.Domain.Restarts, c.Domain.Sequence.Lost));
        c.AssertBalance();
    }

    [Fact]
    public void Gaps_count_what_was_sent_and_did_not_come()
    {
        using var c = new Collected(Unpaired);
        c.Take(0, NetFlow5(0, [Record])).Take(1, NetFlow5(8, [Record, Record])).Take(2, NetFlow5(10, [Record])).Finish();
        Assert.Equal(7, c.Domain.Sequence.Lost);
        var row = c.Collector.Rows(default).Single(r => r.Stage == "collect");
        Assert.Equal((11, 4, 7), (row.In, row.Out, row.DroppedTotal));
        c.AssertBalance();
    }

    [Fact]
    public void A_datagram_out_of_order_is_no_loss()
    {
        using var c = new Collected(Unpaired);
        c.Take(0, NetFlow5(0, [Record])).Take(1, NetFlow5(2, [Record])).Take(2, NetFlow5(1, [Record])).Take(3, NetFlow5(3, [Record])).Finish();
        Assert.Equal((0, 1, 0), (c.Domain.Sequence.Lost, c.Domain.Sequence.Reordered, c.Domain.Restarts));
    }

    [Fact]
    public void Exporters_that_number_what_a_datagram_ends_with_lose_nothing_by_it()
    {
        var tracker = new SequenceTracker(1 << 20, 1 << 14);
        uint sent = 0;
        foreach (uint n in (uint[])[21, 27, 26, 28, 31]) tracker.Observe(sent += n, n);
        tracker.Settle();
        Assert.Equal((0, 0), (tracker.Lost, tracker.Restarts));
        tracker.Observe(sent + 10 + 5, 5);
        tracker.Settle();
        Assert.Equal(10, tracker.Lost);
    }

    [Fact]
    public void Sequence_numbers_wrap()
    {
        using var c = new Collected(Unpaired);
        c.Take(0, NetFlow5(uint.MaxValue, [Record])).Take(1, NetFlow5(0, [Record, Record])).Take(2, NetFlow5(2, [Record])).Finish();
        Assert.Equal((0, 0), (c.Domain.Sequence.Lost, c.Domain.Restarts));
    }

    [Fact]
    public void The_headers_sampling_of_v5_is_applied_and_noted()
    {
        using var c = new Collected(Unpaired);
        c.Take(0, NetFlow5(0, [Record], sampling: 0x4000 | 100)).Finish();
        var r = Assert.Single(c.Records);
        Assert.Equal((1_000, 100_000, 100d), (r.Total.Originator.Packets, r.Total.Originator.IpBytes, r.Foreign!.Sampling));
    }

    [Fact]
    public void Sampling_out_of_options_data_is_applied_by_sampler()
    {
        using var c = new Collected(Unpaired);
        byte[] options = new ExportBytes.Bytes().U16(301).U16(4).U16(8).U16(1).U16(4).U16(48).U16(1).U16(50).U16(4).ToArray();
        var sampled = ((int, int)[])[.. Plain, (48, 1)];
        c.Take(0, NetFlow9(1, 7, 100_000, Set(1, options), Set(0, Template(300, sampled)),
            Set(301, new ExportBytes.Bytes().U32(0).U8(1).U32(64).ToArray(), new ExportBytes.Bytes().U32(0).U8(2).U32(1000).ToArray())));
        byte[] data = PlainRecord("10.0.0.1", "10.0.0.2", 1, 2, 500, 5);
        c.Take(1, NetFlow9(2, 7, 101_000, Set(300, [.. data, 1], [.. data, 2], [.. data, 3]))).Finish();
        Assert.Equal([320, 5_000, 5], c.Records.Select(r => r.Total.Originator.Packets));
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public void A_wrong_clock_is_estimated_and_corrected(int off)
    {
        using var c = new Collected(Unpaired);
        c.Take(0, NetFlow5(0, [Record], time: (uint)(Now - off))).Finish();
        Assert.Equal(off * Second, c.Domain.ClockOffset);
        Assert.Equal(new Timestamp((Now - 10) * Second), Assert.Single(c.Records).Start);
        Assert.Contains(off > 0 ? "behind" : "ahead", ExporterFigures.Of(c.Domain).Trouble(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
    }

    [Fact]
    public void Exporters_beyond_the_limit_displace_the_one_silent_for_longest()
    {
        using var c = new Collected(Unpaired with { Limits = new() { MaxDomains = 3, MaxTemplateFields = 100 } });
        for (int i = 0; i < 50; i++) c.Take(i, NetFlow9(1, 7, 100_000, Set(0, Template(300, Plain))), $"10.9.0.{i}");
        Assert.Equal((3, 47), (c.Collector.Decoder.Domains.Count, c.Collector.Decoder.Domains.Evicted));
        Assert.Equal((27, 0), (c.Collector.Decoder.Sets.Budget.Used, c.Collector.Decoder.Sets.RefusedTemplates));
    }

    [Fact]
    public void Only_named_exporters_are_heard()
    {
        using var c = new Collected(Unpaired with { Exporters = ["192.0.2.1"] });
        c.Take(0, NetFlow5(0, [Record])).Take(0, NetFlow5(0, [Record]), "192.0.2.66").Finish();
        Assert.Single(c.Records);
        Assert.Equal(1, c.Collector.Datagrams.DroppedByReason["unknown_exporter"]);
    }

    [Fact]
    public void Templates_and_sampling_outlive_the_process()
    {
        string folder = Directory.CreateTempSubdirectory("netthreat-templates").FullName;
        try
        {
            string path = Path.Combine(folder, TemplateFile.FileName);
            using var before = new Collected(Unpaired);
            before.Take(0, NetFlow9(1, 7, 100_000, Set(0, Template(300, Plain)))).Take(0, NetFlow5(0, [Record], sampling: 10));
            Assert.Null(new TemplateFile(path).Save(before.Collector.Decoder));

            using var after = new Collected(Unpaired);
            Assert.Null(new TemplateFile(path).Load(after.Collector.Decoder));
            after.Take(9, NetFlow9(9, 7, 109_000, Set(300, PlainRecord("10.0.0.1", "10.0.0.2", 1, 2, 500, 5))));
            Assert.Equal(500, Assert.Single(after.Records).Total.Originator.IpBytes);
            Assert.Contains(after.Collector.Decoder.Domains.All, d => d.Sampling.Default == 10);

            var bytes = File.ReadAllBytes(path);
            var random = new Random(1);
            for (int i = 0; i < 200; i++)
            {
                File.WriteAllBytes(path, NetThreat.Tests.Core.Wire.Mutation.Of([.. bytes], random));
                using var damaged = new Collected(Unpaired);
                if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) Assert.NotNull(new TemplateFile(path).Load(damaged.Collector.Decoder));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The same packet, exported so many seconds later.</summary>
    private static byte[] Later(byte[] packet, uint seconds)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), Now + seconds);
        return packet;
    }
}
