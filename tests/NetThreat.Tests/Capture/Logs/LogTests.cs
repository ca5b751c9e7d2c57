using System.IO.Compression;
using System.Text;
using NetThreat.Capture.Collector;
using NetThreat.Capture.Logs;
using NetThreat.Core.Flows;
using NetThreat.Core.Time;
using NetThreat.Testing;
using NetThreat.Tests.Core.Wire;
using Xunit.Abstractions;

namespace NetThreat.Tests.Capture.Logs;

public sealed class LogTests(ITestOutputHelper output) : IDisposable
{
    private const string Conn = """
        #separator \x09
        #set_separator	,
        #empty_field	(empty)
        #unset_field	-
        #path	conn
        #fields	ts	uid	id.orig_h	id.orig_p	id.resp_h	id.resp_p	proto	service	duration	orig_bytes	resp_bytes	conn_state	missed_bytes	history	orig_pkts	orig_ip_bytes	resp_pkts	resp_ip_bytes
        1700000000.123456	CAb1	10.0.0.1	40000	10.0.0.2	443	tcp	ssl	1.500000	100	2000	SF	7	ShADadFf	10	600	9	2500
        1700000001.000000	CAb2	10.0.0.1	8	10.0.0.9	0	icmp	-	-	-	-	OTH	0	-	1	84	0	0
        """;

    private const string Ssl = """
        {"ts":1700000000.2,"uid":"CAb1","id.orig_h":"10.0.0.1","version":"TLSv12","cipher":"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256","server_name":"example.org","resumed":false,"established":true}
        """;

    private const string Eve = """
        {"timestamp":"2023-11-14T22:13:20.500000+0000","flow_id":42,"event_type":"dns","src_ip":"10.0.0.1","dns":{"type":"query","id":7,"rrname":"Example.org","rrtype":"A"}}
        {"timestamp":"2023-11-14T22:13:20.600000+0000","flow_id":42,"event_type":"dns","src_ip":"10.0.0.1","dns":{"type":"answer","id":7,"rrname":"example.org","rrtype":"A","rcode":"NOERROR","answers":[{"rrname":"example.org","rdata":"192.0.2.1"}]}}
        {"timestamp":"2023-11-14T22:13:20.700000+0000","flow_id":42,"event_type":"alert","src_ip":"10.0.0.1","alert":{"gid":1,"signature_id":2,"rev":3,"signature":"odd name","severity":2}}
        {"timestamp":"2023-11-14T22:14:20.700000+0000","flow_id":42,"event_type":"flow","src_ip":"10.0.0.1","src_port":5000,"dest_ip":"10.0.0.53","dest_port":53,"proto":"UDP","app_proto":"dns","flow":{"pkts_toserver":1,"pkts_toclient":1,"bytes_toserver":80,"bytes_toclient":120,"start":"2023-11-14T22:13:20.500000+0000","end":"2023-11-14T22:13:20.600000+0000"}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("netthreat-logs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_connection_takes_up_what_other_logs_tell_of_it(bool compressed)
    {
        var records = Read(Write("conn.log", Conn, compressed), Write("ssl.log", Ssl, compressed));
        var r = records[0];
        Assert.Equal((443, ConnState.SF, "ShADadFf", "CAb1", "zeek"), (r.Key.ResponderPort, r.State, r.History, r.Foreign!.ForeignId, r.Foreign.Kind));
        Assert.Equal(new FlowCounters(new(10, 600, 100), new(9, 2500, 2000)), r.Total);
        Assert.Equal((1_700_000_000_123_456_000, 1_700_000_001_623_456_000), (r.Start.Nanoseconds, r.End.Nanoseconds));
        Assert.Equal(("ssl", "example.org", 0x303, 0xC02F), (r.Application!.Service, r.Application.Tls!.ServerName, r.Application.Tls.Version, r.Application.Tls.Cipher));
        Assert.Equal(7, r.Features![NetThreat.Flows.Features.FlowFeatures.MissedBytes]);
        Assert.Equal((1, 8, 0), (records[1].Key.Protocol, records[1].Key.OriginatorPort, records[1].Key.ResponderPort));
        Assert.Equal(r.Time, records[1].Time);
    }

    [Fact]
    public void Eve_flows_take_up_their_events()
    {
        var r = Assert.Single(Read(Write("eve.json", Eve)));
        Assert.Equal(("eve", "42", 17, 53), (r.Foreign!.Kind, r.Foreign.ForeignId, r.Key.Protocol, r.Key.ResponderPort));
        Assert.Equal(new DnsTransaction("example.org", 1, 0, 1, 7), Assert.Single(r.Application!.Dns));
        Assert.Equal(new ApplicationField("suricata.alert", "1:2:3 odd name (severity 2)"), Assert.Single(r.Application.Fields));
        Assert.Equal((1, 80, 1, 120), (r.Total.Originator.Packets, r.Total.Originator.IpBytes, r.Total.Responder.Packets, r.Total.Responder.IpBytes));
        Assert.Equal((ConnState.SF, 100_000_000), (r.State, r.End.Nanoseconds - r.Start.Nanoseconds));
    }

    [DataFact]
    public void The_labelled_logs_read_completely()
    {
        long all = 0;
        foreach (string file in Directory.GetFiles(Data.Path("flows/zeek-labelled")).Order(StringComparer.Ordinal))
        {
            long rows = File.ReadLines(file).Count(l => l.Length > 0 && l[0] != '#');
            long records = 0;
            var last = Timestamp.MinValue;
            var files = new CollectedFiles(new(), r =>
            {
                Assert.True(r.Time >= last && r.End <= r.Time);
                last = r.Time;
                records++;
            });
            files.Read([file], default);
            output.WriteLine($"{Path.GetFileName(file)}: {rows} rows, {records} records");
            Assert.Equal(rows, records);
            Assert.All(files.Ledger, l => Assert.Equal((0, 0), (l.Unaccounted, l.DroppedTotal)));
            all += records;
        }

        Assert.True(all > 40_000);
    }

    [Fact]
    public void A_growing_log_is_followed_through_partial_lines_cuts_and_rotation()
    {
        string path = Path.Combine(_folder, "conn.log");
        using var log = new FollowedLog(path);
        Assert.Empty(Rows(log));
        string[] lines = Conn.Split('\n');
        File.WriteAllText(path, string.Join('\n', lines[..7]) + '\n' + lines[7][..30]);
        Assert.Equal(["CAb1"], Rows(log));
        Append(path, lines[7][30..]);
        Assert.Empty(Rows(log));
        Append(path, "\n");
        Assert.Equal(["CAb2"], Rows(log));

        Append(path, lines[6].Replace("CAb1", "CAb3", StringComparison.Ordinal) + "\n");
        File.Move(path, path + ".1");
        File.WriteAllText(path, string.Join('\n', lines[..6]) + "\n#open\tnew\n" + lines[6].Replace("CAb1", "CAb4", StringComparison.Ordinal) + "\n");
        Assert.Equal(["CAb3", "CAb4"], Rows(log));

        File.WriteAllText(path, Ssl.Trim() + "\n");
        Assert.Equal(["CAb1"], Rows(log));
    }

    [Fact]
    public void Damaged_lines_are_counted_and_never_harm()
    {
        var random = new Random(9);
        var seeds = new[] { Conn, Ssl, Eve }.Select(Encoding.UTF8.GetBytes).ToArray();
        for (int i = 0; i < 600; i++)
        {
            string path = Path.Combine(_folder, "mutant.log");
            File.WriteAllBytes(path, Mutation.Of([.. seeds[i % 3]], random));
            using var collector = new LogCollector(new("site", "point"), "test/run", _ => { });
            using (var files = new LogFiles([path])) files.Read(collector, default);
            Assert.Equal(0, collector.Ledger.Snapshot(default, collector.Held).Unaccounted);
        }
    }

    [Fact]
    public void A_line_without_end_does_not_fill_the_memory()
    {
        string path = Path.Combine(_folder, "long.log");
        using (var file = File.Create(path))
        {
            for (int i = 0; i < 40; i++) file.Write(new byte[100_000].Select(_ => (byte)'x').ToArray());
            file.Write("\n"u8);
            file.Write(Encoding.UTF8.GetBytes(Ssl.Trim()));
        }

        using var log = new LogFile(path);
        var row = new LogRow();
        Assert.True(log.TryNext(row, out int broken));
        Assert.Equal((1, "CAb1"), (broken, row.Text("uid")));
    }

    private static List<string> Rows(FollowedLog log)
    {
        var row = new LogRow();
        var uids = new List<string>();
        while (log.TryNext(row, out _)) uids.Add(row.Text("uid")!);
        return uids;
    }

    private static void Append(string path, string text) => File.AppendAllText(path, text);

    private static List<FlowRecord> Read(params string[] paths)
    {
        var records = new List<FlowRecord>();
        var files = new CollectedFiles(new(), records.Add);
        files.Read(paths, default);
        Assert.All(files.Ledger, l => Assert.Equal(0, l.Unaccounted));
        Assert.Equal(files.Flows, records.Count);
        return records;
    }

    private string Write(string name, string text, bool compressed = false)
    {
        string path = Path.Combine(_folder, name);
        using var file = File.Create(path);
        using Stream stream = compressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
