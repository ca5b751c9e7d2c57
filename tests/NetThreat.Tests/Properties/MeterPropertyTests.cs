using NetThreat.Capture.Inputs;
using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Flows;
using NetThreat.Testing;
using NetThreat.Tests.Flows;

namespace NetThreat.Tests.Properties;

/// <summary>
/// What holds of the meter for any traffic, on generated and real packets. That every packet is in a record or has a reason is checked in
/// every run (<see cref="MeterRun"/>).
/// </summary>
public class MeterPropertyTests
{
    private static readonly string[] Captures =
        ["peers/zeek/Traces/ldap/missing_ldap_logs.pcapng", "peers/arkime/arkime_synthetic.pcap", "peers/ndpi/pcap/quic_interop_V.pcapng", "flows/cic-ids2017/sqli-slice/WebattackSQLinj.pcap"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    public static TheoryData<string> Files => [.. Captures];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Batching_generated_traffic_changes_nothing(int seed)
    {
        var traffic = GeneratedTraffic.Make(seed, 600);
        var whole = Records(m => traffic.Play(256, m.Process));
        Assert.NotEmpty(whole);
        foreach (int size in new[] { 1, 3, 33 }) Assert.Equal(whole, Records(m => traffic.Play(size, m.Process)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_live_clock_changes_no_record_of_generated_traffic(int seed) => LiveIsFile(GeneratedTraffic.Make(seed, 600), seed);

    [DataTheory]
    [MemberData(nameof(Files))]
    public void A_live_clock_changes_no_record_of_a_capture(string file)
    {
        var packets = PacketList.OfFile(Data.Path(file)).Packets;
        // A wire's clock does not go back: a capture out of order is none of a wire.
        LiveIsFile(PacketList.Of(packets.OrderBy(p => p.Time)), 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Generated_captures_that_interleave_in_any_order_give_the_same_flows(int seed) =>
        Interleaved(GeneratedTraffic.Make(seed, 400, 1), GeneratedTraffic.Make(seed + 1000, 400, 2));

    [DataFact]
    public void Captures_that_interleave_in_any_order_give_the_same_flows()
    {
        var capture = PacketList.OfFile(Data.Path(Captures[3]));
        var begin = capture.Packets.Min(p => p.Time);
        var other = GeneratedTraffic.Make(5, 500, 3);
        long shift = begin.Nanoseconds - other.Packets[0].Time.Nanoseconds;
        Interleaved(capture, PacketList.Of(other.Packets.Select(p => p with { Time = new Timestamp(p.Time.Nanoseconds + shift) })));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_capture_in_many_files_gives_the_same_flows(int seed) => ManyFiles(GeneratedTraffic.Make(seed, 600), seed);

    [DataTheory]
    [MemberData(nameof(Files))]
    public void One_real_capture_in_many_files_gives_the_same_flows(string file) => ManyFiles(PacketList.OfFile(Data.Path(file)), 3);

    private static List<string> Records(Action<FlowMeter> feed) => MeterRun.Of(feed).ConvertAll(MeterRun.Describe);

    /// <summary>The clock runs on between packets, at moments that have nothing to do with them.</summary>
    private static void LiveIsFile(PacketList traffic, int seed)
    {
        var random = new Random(seed);
        var file = Records(m => traffic.Play(256, m.Process));
        var live = Records(m =>
        {
            long clock = long.MinValue;
            traffic.Play(1, batch =>
            {
                long next = batch.Packets[0].Time.Nanoseconds;
                for (int i = 0; clock != long.MinValue && i < 3; i++)
                {
                    clock += (long)((next - clock) * random.NextDouble());
                    m.AdvanceClock(new Timestamp(clock));
                }

                m.Process(batch);
                clock = Math.Max(clock, next);
            });
        });
        Assert.Equal(file, live);
    }

    /// <summary>By time, with ties either way.</summary>
    private static void Interleaved(PacketList a, PacketList b)
    {
        string[] Flows(IEnumerable<PacketList.Packet> packets) =>
            [.. MeterRun.Of(m => PacketList.Of(packets).Play(64, m.Process)).Where(r => r.Final).Select(Whole).Order(StringComparer.Ordinal)];
        string[] expected = Flows(a.Packets.Concat(b.Packets).OrderBy(p => p.Time));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Flows(b.Packets.Concat(a.Packets).OrderBy(p => p.Time)));
    }

    /// <summary>What a flow is in the end, whatever its segments.</summary>
    private static string Whole(FlowRecord r) => FormattableString.Invariant(
        $"{r.Id} {r.Key} {r.Start.Nanoseconds} {r.End.Nanoseconds} {r.Total} {r.State} {r.History} {string.Join(',', r.Features ?? [])}");

    private static unsafe void ManyFiles(PacketList traffic, int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var left = new Queue<PacketList.Packet>(traffic.Packets);
        for (int file = 0; left.Count > 0; file++)
        {
            using var stream = File.Create(Path.Combine(folder.Path, $"part.{file}.pcap"));
            var writer = new PcapWriter(stream, left.Peek().LinkType);
            for (int n = 1 + random.Next(traffic.Packets.Count / 4); n > 0 && left.TryDequeue(out var p); n--)
                fixed (byte* data = p.Data) writer.Write(new CapturedPacket(data, p.Data.Length, p.Wire, p.Time, p.LinkType));
        }

        var parts = Records(m =>
        {
            using var source = PacketSources.Open(new PacketInput([folder.Path], []), TimeProvider.System).Source;
            var batch = new PacketBatch();
            while (source.Read(batch, default)) m.Process(batch);
        });
        Assert.Equal(Records(m => traffic.Play(256, m.Process)), parts);
    }
}
