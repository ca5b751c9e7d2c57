using NetThreat.Capture.Files;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Packets;
using NetThreat.Testing;
using NetThreat.Testing.Packets;

namespace NetThreat.Tests.Capture.Files;

public sealed class RealCaptureTests
{
    /// <summary>File, packets, bytes on the wire, TCP, UDP, ICMP, ARP as tshark counts them by the outermost IP header.</summary>
    public static TheoryData<string, long, long, long, long, long, long> Counts => new()
    {
        { "pcaps/portscan/nmap_80_all.pcap", 431, 110495, 425, 0, 6, 0 },
        { "pcaps/benign-dns/normal_00000_20230805150331.pcap", 30000, 2630017, 0, 30000, 0, 0 },
        { "flows/cic-ids2017/sqli-slice/WebattackSQLinj.pcap", 94, 30008, 94, 0, 0, 0 },
        { "peers/ndpi/pcap/KakaoTalk_talk.pcap", 3203, 435792, 166, 3037, 0, 0 },
        { "peers/arkime/http-empty-useragent.pcap", 16, 1844, 16, 0, 0, 0 },
        { "peers/ndpi/pcap/bets.pcapng", 33, 9228, 33, 0, 0, 0 },
        { "peers/arkime/adb.pcap", 13, 1407, 13, 0, 0, 0 },
        { "peers/ja4/pcap/http1-with-cookies.pcapng", 12, 2171, 12, 0, 0, 0 },
        { "peers/ipfixprobe/inputs/mqtt.pcap", 24, 1956, 24, 0, 0, 0 },
        { "peers/zeek/Traces/ldap/gap-data-missing.pcapng", 18, 4969, 18, 0, 0, 0 },
        { "peers/zeek/Traces/http/get-to-ssh-server.pcap", 9, 1230, 9, 0, 0, 0 },
        { "peers/ndpi/pcap/pfcp.pcapng", 11, 2703, 0, 11, 0, 0 },
        { "peers/community-id/pcaps/combined.pcap.gz", 68, 9153, 29, 2, 24, 6 },
        { "peers/ja4/pcap/dhcp.pcapng", 4, 1312, 0, 4, 0, 0 },
    };

    [DataTheory]
    [MemberData(nameof(Counts))]
    public void Counts_agree_with_tshark(string file, long packets, long bytes, long tcp, long udp, long icmp, long arp)
    {
        using var source = CaptureFile.Open(Data.Path(file));
        var seen = new long[256];
        long count = 0, wire = 0, arps = 0;
        Decode(source, (in CapturedPacket p, DecodeOutcome outcome, in DecodedPacket d) =>
        {
            count++;
            wire += p.WireLength;
            if (outcome == DecodeOutcome.Flow) seen[d.Protocol]++;
            if (outcome == DecodeOutcome.Arp) arps++;
        });
        Assert.Equal((packets, bytes), (count, wire));
        Assert.Equal((tcp, udp, icmp, arp), (seen[IpProtocol.Tcp], seen[IpProtocol.Udp], seen[IpProtocol.Icmp] + seen[IpProtocol.IcmpV6], arps));
        Assert.Empty(source.Losses);
    }

    [DataFact]
    public void Every_capture_of_the_data_is_read_or_refused_with_one_line()
    {
        var files = Directory.EnumerateFiles(Data.Root!, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".pcap" or ".pcapng" && new FileInfo(f).Length is > 200 and < 1 << 20).ToList();
        int read = 0;
        foreach (var file in files)
        {
            try
            {
                using var source = CaptureFile.Open(file);
                Decode(source, (in CapturedPacket p, DecodeOutcome outcome, in DecodedPacket d) => AssertInside(p, outcome, d));
                read++;
            }
            catch (CaptureException e)
            {
                Assert.StartsWith($"'{file}' ", e.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, files.Count * 9 / 10, files.Count);
    }

    [DataFact]
    public void Mutated_and_cut_real_packets_never_throw_and_never_reach_outside()
    {
        using var memory = new GuardedBytes();
        var random = new Random(99);
        var batch = new PacketBatch();
        DecodedPacket d = default;
        foreach (var file in Counts.Select(c => (string)c[0]))
        {
            using var source = CaptureFile.Open(Data.Path(file));
            for (int reads = 0; reads < 8 && source.Read(batch, CancellationToken.None); reads++)
            {
                foreach (ref readonly var p in batch.Packets)
                {
                    for (int i = 0; i < 8; i++)
                    {
                        var mutant = memory.Place(Mutate(p.Data, random), p.LinkType, p.WireLength);
                        AssertInside(mutant, PacketDecoder.Decode(mutant, ref d), d);
                    }
                }
            }
        }
    }

    private delegate void Visit(in CapturedPacket packet, DecodeOutcome outcome, in DecodedPacket decoded);

    private static void Decode(IPacketSource source, Visit visit)
    {
        var batch = new PacketBatch();
        DecodedPacket d = default;
        while (source.Read(batch, CancellationToken.None))
        {
            foreach (ref readonly var p in batch.Packets) visit(p, PacketDecoder.Decode(p, ref d), d);
        }
    }

    /// <summary>Changes bytes of the headers mostly, and cuts.</summary>
    private static byte[] Mutate(ReadOnlySpan<byte> data, Random random)
    {
        var m = data.ToArray();
        if (m.Length == 0) return m;
        for (int k = random.Next(1, 4); k > 0; k--) m[random.Next(Math.Min(m.Length, 80))] = (byte)random.Next(256);
        return random.Next(2) == 0 ? m : m[..random.Next(m.Length)];
    }

    private static void AssertInside(in CapturedPacket p, DecodeOutcome outcome, in DecodedPacket d)
    {
        if (outcome != DecodeOutcome.Flow) return;
        bool inside = d.PayloadOffset >= 0 && d.CapturedPayload >= 0 && d.PayloadOffset + d.CapturedPayload <= p.Length;
        bool lengths = d.PayloadLength >= d.CapturedPayload && d.IpLength >= d.TransportHeaderLength + d.PayloadLength && d.TransportHeaderLength is >= 0 and <= 60;
        Assert.True(inside && lengths, $"payload {d.PayloadOffset}+{d.CapturedPayload}/{d.PayloadLength} of {p.Length}, IP {d.IpLength}, header {d.TransportHeaderLength}");
    }
}
