using NetThreat.Capture.Collector;
using NetThreat.Testing;
using NetThreat.Tests.Core.Wire;
using static NetThreat.Tests.Capture.Collector.ExportBytes;

namespace NetThreat.Tests.Capture.Collector;

/// <summary>Whatever is sent: nothing is thrown, every ledger balances, memory stays within its limits.</summary>
public class HostileDatagramTests
{
    private static readonly CollectorLimits Small = new() { MaxDomains = 16, MaxTemplatesPerDomain = 8, MaxTemplateFields = 2_000, MaxPendingSets = 32, MaxPendingBytes = 65_536, MaxWaitingRecords = 64 };

    [DataFact]
    public void Mutations_of_real_datagrams_never_harm()
    {
        var seeds = Directory.GetFiles(Data.Path("peers/telegraf-netflow"), "*.bin", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        Assert.True(seeds.Count > 10);
        Attack(seeds, 20_000, 17);
    }

    [Fact]
    public void Mutations_of_made_datagrams_never_harm()
    {
        byte[] options = new ExportBytes.Bytes().U16(301).U16(4).U16(8).U16(1).U16(4).U16(48).U16(1).U16(50).U16(4).ToArray();
        Attack(
        [
            NetFlow5(0, [new("10.0.0.1", "10.0.0.2", 1, 2, 3, 4)], 100),
            NetFlow9(1, 7, 100_000, Set(1, options), Set(0, Template(300, Plain)), Set(300, PlainRecord("10.0.0.1", "10.0.0.2", 1, 2, 500, 5)), Set(301, new ExportBytes.Bytes().U32(0).U8(1).U32(64).ToArray())),
            IpfixMessage(0, 7, Set(2, Template(300, (8, 4), (12, 4), (96, 65535), (291, 65535))), Set(300, new ExportBytes.Bytes().Address("10.0.0.1").Address("10.0.0.2").U8(3).Put("dns"u8.ToArray()).U8(255).U16(2).U16(9).ToArray())),
            IpfixMessage(1, 7, Set(2, new ExportBytes.Bytes().U16(2).U16(0).ToArray())),
        ], 20_000, 18);
    }

    [Fact]
    public void Noise_is_told_apart_and_counted()
    {
        using var c = new Collected();
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (bytes.Length > 4 && random.Next(2) == 0) (bytes[0], bytes[1]) = (0, (byte)(random.Next(2) == 0 ? 9 : 10));
            c.Take(i * 0.001, bytes, $"10.{random.Next(256)}.0.1");
        }

        c.Finish();
        c.AssertBalance();
        Assert.True(c.Collector.Datagrams.DroppedByReason["not_flow_export"] > 1000);
    }

    private static void Attack(List<byte[]> seeds, int rounds, int seed)
    {
        var random = new Random(seed);
        using var c = new Collected(new() { Limits = Small });
        for (int i = 0; i < rounds; i++)
        {
            byte[] datagram = seeds[random.Next(seeds.Count)];
            if (random.Next(4) > 0) datagram = Mutation.Of([.. datagram], random);
            if (datagram.Length <= DatagramBatch.MaxDatagram) c.Take(i * 0.01, datagram, $"192.0.2.{random.Next(4)}");
            Assert.True(c.Collector.Held <= 64 * 1000 && c.Collector.Decoder.Sets.Pending.HeldBytes <= 65_536 + datagram.Length);
        }

        c.Finish();
        c.AssertBalance();
        Assert.InRange(c.Collector.Decoder.Domains.Count, 1, 16);
        Assert.InRange(c.Collector.Decoder.Sets.Budget.Used, 0, 2_000);
        Assert.NotEmpty(c.Records);
        Assert.All(c.Records, r => Assert.True(r.End <= r.Time && r.Start <= r.End));
    }
}
