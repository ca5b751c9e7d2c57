using System.Globalization;
using NetThreat.Capture.Files;
using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Flows.Cic;
using NetThreat.Flows.Features;
using NetThreat.Flows.Table;
using NetThreat.Packets;
using NetThreat.Testing;
using Xunit.Abstractions;

namespace NetThreat.Tests.Flows;

/// <summary>
/// The feature row against the published rows of CIC-IDS2017 for the same packets. CICFlowMeter cuts a connection at its first FIN, so
/// the packets are cut at the row's packet counts before they are compared.
/// </summary>
public class CicBaselineTests(ITestOutputHelper output)
{
    /// <summary>The published columns with another name in version 4.</summary>
    internal static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["Total Fwd Packets"] = "Total Fwd Packet",
        ["Total Backward Packets"] = "Total Bwd packets",
        ["Total Length of Fwd Packets"] = "Total Length of Fwd Packet",
        ["Total Length of Bwd Packets"] = "Total Length of Bwd Packet",
        ["Min Packet Length"] = "Packet Length Min",
        ["Max Packet Length"] = "Packet Length Max",
        ["CWE Flag Count"] = "CWR Flag Count",
        ["Avg Fwd Segment Size"] = "Fwd Segment Size Avg",
        ["Avg Bwd Segment Size"] = "Bwd Segment Size Avg",
        ["Fwd Avg Bytes/Bulk"] = "Fwd Bytes/Bulk Avg",
        ["Fwd Avg Packets/Bulk"] = "Fwd Packet/Bulk Avg",
        ["Fwd Avg Bulk Rate"] = "Fwd Bulk Rate Avg",
        ["Bwd Avg Bytes/Bulk"] = "Bwd Bytes/Bulk Avg",
        ["Bwd Avg Packets/Bulk"] = "Bwd Packet/Bulk Avg",
        ["Bwd Avg Bulk Rate"] = "Bwd Bulk Rate Avg",
        ["Init_Win_bytes_forward"] = "FWD Init Win Bytes",
        ["Init_Win_bytes_backward"] = "Bwd Init Win Bytes",
        ["act_data_pkt_fwd"] = "Fwd Act Data Pkts",
        ["min_seg_size_forward"] = "Fwd Seg Size Min",
    };

    /// <summary>Where CICFlowMeter is wrong by its own definition, or its published release differs, with the reason.</summary>
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["Packet Length Mean"] = "the first packet's length is counted twice there",
        ["Packet Length Std"] = "the first packet's length is counted twice there",
        ["Packet Length Variance"] = "the first packet's length is counted twice there",
        ["Average Packet Size"] = "the first packet's length is counted twice there",
        ["FIN Flag Count"] = "flag counters are printed in another order and once per flow there",
        ["SYN Flag Count"] = "flag counters are printed in another order and once per flow there",
        ["PSH Flag Count"] = "flag counters are printed in another order and once per flow there",
        ["URG Flag Count"] = "flag counters are printed in another order and once per flow there",
        ["ACK Flag Count"] = "flag counters are printed in another order and once per flow there",
        ["RST Flag Count"] = "flag counters are printed in another order and once per flow there",
        ["ECE Flag Count"] = "flag counters are printed in another order and once per flow there",
        ["Fwd PSH Flags"] = "only the first packet's flag is counted there",
        ["Bwd PSH Flags"] = "only the first packet's flag is counted there",
        ["Down/Up Ratio"] = "truncated to an integer there",
        ["Bwd Init Win Bytes"] = "the last window is printed there",
        ["Subflow Fwd Packets"] = "a gap above 1 s does not begin a subflow there",
        ["Subflow Fwd Bytes"] = "a gap above 1 s does not begin a subflow there",
        ["Subflow Bwd Packets"] = "a gap above 1 s does not begin a subflow there",
        ["Subflow Bwd Bytes"] = "a gap above 1 s does not begin a subflow there",
        ["Active Mean"] = "periods are all 0 in the published rows",
        ["Active Max"] = "periods are all 0 in the published rows",
        ["Active Min"] = "periods are all 0 in the published rows",
        ["Active Std"] = "periods are all 0 in the published rows",
        ["Idle Mean"] = "periods are all 0 in the published rows",
        ["Idle Max"] = "periods are all 0 in the published rows",
        ["Idle Min"] = "periods are all 0 in the published rows",
        ["Idle Std"] = "periods are all 0 in the published rows",
    };

    [DataFact]
    public void Every_column_equals_the_published_rows_or_is_a_named_difference()
    {
        var connections = Packets().GroupBy(p => Math.Max(p.SourcePort, p.DestinationPort)).ToDictionary(g => g.Key, g => new Queue<DecodedPacket>(g));
        string[] lines = File.ReadAllLines(Data.Path("flows/cic-ids2017/sqli-slice/cicflowmeter_rows.csv"));
        string[] header = lines[0].Split(',');
        var differences = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int compared = 0, equal = 0;
        foreach (string line in lines.Skip(1))
        {
            string[] cells = line.Split(',');
            double Cell(string name) => double.Parse(cells[Array.IndexOf(header, name)], CultureInfo.InvariantCulture);
            double[] row = Row(connections[(ushort)Cell("Source Port")], (int)(Cell("Total Fwd Packets") + Cell("Total Backward Packets")));
            for (int i = 3; i < header.Length - 1; i++)
            {
                string name = Renamed.GetValueOrDefault(header[i], header[i]);
                int column = FlowFeatures.Schema.Columns.ToList().FindIndex(c => c.CicName == name);
                Assert.True(column >= 0, name);
                double theirs = Cell(header[i]), ours = double.IsNaN(row[column]) ? 0 : row[column];
                compared++;
                if (Math.Abs(theirs - ours) <= 1e-6 * Math.Max(1, Math.Abs(theirs))) equal++;
                else differences[name] = differences.GetValueOrDefault(name) + 1;
            }
        }

        foreach (var (name, count) in differences) output.WriteLine($"{name}: {count} rows, {Named.GetValueOrDefault(name, "NOT NAMED")}");
        output.WriteLine($"{equal} of {compared} cells equal");
        Assert.Empty(differences.Keys.Except(Named.Keys));
        Assert.True(equal > compared * 0.7, $"{equal} of {compared}");
    }

    /// <summary>
    /// Flows that the published slice lacks, with the reason: after a connection's end CICFlowMeter begins a flow with what is left, here
    /// with a packet of the server, and the published labels follow the attacker's source port.
    /// </summary>
    private static readonly (ushort SourcePort, int Packets)[] NotPublished = [(80, 2), (80, 2)];

    [DataFact]
    public void The_compatible_meter_gives_the_published_rows_in_every_cell()
    {
        string[] lines = File.ReadAllLines(Data.Path("flows/cic-ids2017/sqli-slice/cicflowmeter_rows.csv"));
        string[] header = lines[0].Split(',');
        var ours = Compatible();
        int compared = 0;
        foreach (string line in lines.Skip(1))
        {
            double[] cells = [.. line.Split(',')[..^1].Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
            double Cell(string name) => cells[Array.IndexOf(header, name)];
            var flow = ours.First(f => (f.Key.OriginatorPort, f.Total.Originator.Packets, f.Total.Responder.Packets) == ((ushort)Cell("Source Port"), (long)Cell("Total Fwd Packets"), (long)Cell("Total Backward Packets")));
            ours.Remove(flow);
            for (int i = 3; i < header.Length - 1; i++)
            {
                string name = Renamed.GetValueOrDefault(header[i], header[i]);
                double ourCell = flow.Features![FlowFeatures.Schema.Columns.ToList().FindIndex(c => c.CicName == name)];
                // Published with ten digits.
                Assert.True(Math.Abs(cells[i] - ourCell) <= 1e-9 * Math.Max(1, Math.Abs(cells[i])), $"port {flow.Key.OriginatorPort}, {header[i]}: {cells[i]} there, {ourCell} here");
                compared++;
            }
        }

        output.WriteLine($"{compared} cells equal");
        Assert.Equal(16 * 76, compared);
        Assert.Equal(NotPublished, ours.Select(f => (f.Key.OriginatorPort, (int)f.Total.Packets)));
    }

    internal static List<NetThreat.Core.Flows.FlowRecord> Compatible()
    {
        var flows = new List<NetThreat.Core.Flows.FlowRecord>();
        var meter = new CicMeter(flows.Add, 1000);
        using var source = CaptureFile.Open(Data.Path("flows/cic-ids2017/sqli-slice/WebattackSQLinj.pcap"));
        var batch = new PacketBatch();
        while (source.Read(batch, default)) meter.Process(batch);
        meter.Finish();
        Assert.Equal(meter.Ledger.TotalIn, meter.Ledger.TotalOut + meter.Ledger.DroppedByReason.Sum(d => d.Value));
        return flows;
    }

    [Fact]
    public void The_schema_has_the_76_columns_of_version_4_in_order()
    {
        Assert.Equal(76, FlowFeatures.Schema.Columns.TakeWhile(c => c.CicName is not null).Count());
        Assert.Equal("Flow Duration", FlowFeatures.Schema.Columns[0].CicName);
        Assert.Equal("Idle Min", FlowFeatures.Schema.Columns[FlowFeatures.CicColumns - 1].CicName);
        Assert.Equal(84, NetThreat.FlowExport.CicFlowWriter.Columns.Count);
    }

    private static unsafe double[] Row(Queue<DecodedPacket> packets, int count)
    {
        var pool = RarePool.Create();
        var flow = new FlowSlot { Rare = pool->Shared };
        ushort client = 0;
        for (int i = 0; i < count; i++)
        {
            var p = packets.Dequeue();
            if (i == 0) client = p.SourcePort < p.DestinationPort ? p.DestinationPort : p.SourcePort;
            bool forward = p.SourcePort == client;
            FeatureState.Add(ref flow, forward, p.Time.Nanoseconds, in p);
            ref var counters = ref forward ? ref flow.Originator : ref flow.Responder;
            counters += new DirectionCounters(1, p.IpLength, p.PayloadLength);
        }

        double[] row = new double[FlowFeatures.CicColumns];
        FeatureRow.Fill(row, flow.Features, *flow.Rare, new FlowCounters(flow.Originator, flow.Responder), 6);
        RarePool.Destroy(pool);
        return row;
    }

    private static List<DecodedPacket> Packets()
    {
        var packets = new List<DecodedPacket>();
        using var source = CaptureFile.Open(Data.Path("flows/cic-ids2017/sqli-slice/WebattackSQLinj.pcap"));
        var batch = new PacketBatch();
        while (source.Read(batch, default))
        {
            foreach (ref readonly var packet in batch.Packets)
            {
                var decoded = default(DecodedPacket);
                if (PacketDecoder.Decode(packet, ref decoded) == DecodeOutcome.Flow) packets.Add(decoded);
            }
        }

        return packets;
    }
}
