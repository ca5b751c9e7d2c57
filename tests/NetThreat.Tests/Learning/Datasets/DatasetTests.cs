using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Datasets;
using NetThreat.Learning.Tables;
using NetThreat.Testing;
using NetThreat.Tests.Learning.Tables;

namespace NetThreat.Tests.Learning.Datasets;

public sealed class DatasetTests
{
    [DataTheory]
    [InlineData("nsl-kdd/KDDTrain+.txt", "nsl-kdd", 41, 125_973, "normal 67343, dos 45927, probe 11656, r2l 995, u2r 52")]
    [InlineData("nsl-kdd/KDDTest+.txt", "nsl-kdd", 41, 22_544, "normal 9711, dos 7460, probe 2421, r2l 2885, u2r 67")]
    [InlineData("unsw-nb15/UNSW_NB15_training-set.csv", "unsw-nb15", 42, 82_332, "normal 37000, analysis 677, backdoor 583, dos 4089, exploits 11132, fuzzers 6062, generic 18871, reconnaissance 3496, shellcode 378, worms 44")]
    [InlineData("zeek-labelled/CTU-IoT-Malware-Capture-34-1.conn.log.labeled", "zeek-labelled", 16, 23_145, "normal 1923, malicious 21222")]
    public void Official_files_are_recognised_and_read_whole(string file, string format, int columns, int rows, string classes)
    {
        var path = Data.Path("flows/" + file);
        Assert.Equal(format, DatasetCatalogue.Detect(path)?.Name);
        var table = DatasetCatalogue.Load(path, new DatasetOptions { Labels = Labelling.Classes });
        Assert.Equal(rows, table.Rows);
        Assert.Equal(columns, table.Columns.Length);
        Assert.Equal(classes, Counts(table));
        Assert.Equal(0, table.Faults.BadCells + table.Faults.BadRows);
    }

    [DataFact]
    public void The_two_files_of_unsw_nb15_give_the_same_columns()
    {
        var train = DatasetCatalogue.Load(Data.Path("flows/unsw-nb15/unsw_fsids_outside_82k.csv.gz"));
        var test = DatasetCatalogue.Load(Data.Path("flows/unsw-nb15/UNSW_NB15_training-set.csv"), new DatasetOptions { Categories = train.Categories });
        test.ColumnSet.Demand(train.ColumnSet);
        Assert.Equal(["normal", "attack"], train.Classes.ToArray());
        Assert.Contains(test["state"].Values, float.IsNaN);
        Assert.Equal(19_734, train.Rows);
    }

    [DataFact]
    public void Codes_of_an_earlier_table_are_kept()
    {
        var train = DatasetCatalogue.Load(Data.Path("flows/nsl-kdd/KDDTrain+.txt"));
        var test = DatasetCatalogue.Load(Data.Path("flows/nsl-kdd/KDDTest+.txt"), new DatasetOptions { Categories = train.Categories });
        Assert.Equal(70, train.Categories["service"].Length);
        Assert.Equal(train.Categories["service"].ToArray(), test.Categories["service"].ToArray());
        Assert.Equal("private", test.Categories["service"][(int)test["service"].Values[0]]);
    }

    [DataFact]
    public void Cic_files_are_read_under_the_names_of_version_4()
    {
        var table = DatasetCatalogue.Load(Data.Path("flows/cic-ids2017/cicids2017_test.csv.gz"), new DatasetOptions { Labels = Labelling.Classes });
        Assert.Equal(17_927, table.Rows);
        Assert.Equal(14, table.Classes.Length);
        Assert.Contains("web attack xss", table.Classes);
        Assert.Equal(77, table.Columns.Length);
        Assert.Contains(table.Columns, c => c.Name == "FWD Init Win Bytes");
        Assert.All(table.Columns, c => Assert.Equal(CicColumns.Definition, c.Definition));
        var slice = DatasetCatalogue.Load(Data.Path("flows/cic-ids2017/sqli-slice/cicflowmeter_rows.csv"), new DatasetOptions { Labels = Labelling.Classes });
        Assert.Contains("web attack sql injection", slice.Classes);
    }

    [DataTheory]
    [InlineData("001-labeled-conn.log")]
    [InlineData("008-conn.log.labeled")]
    [InlineData("011-conn.log.labeled")]
    public void Stratosphere_logs_have_hosts_and_times(string file)
    {
        var table = DatasetCatalogue.Load(Data.Path("flows/zeek-labelled/" + file), new DatasetOptions { Labels = Labelling.Classes });
        Assert.Equal(File.ReadLines(Data.Path("flows/zeek-labelled/" + file)).Count(l => !l.StartsWith('#')), table.Rows);
        Assert.NotNull(table.Times);
        Assert.True(table.GroupNames.Length > 1);
        Assert.Equal(0, table.Faults.BadCells + table.Faults.BadRows);
    }

    [DataFact]
    public void A_log_without_labels_is_of_no_data_set()
    {
        var path = Data.Path("flows/zeek-labelled/002-port-scanning-conn.log");
        Assert.Null(DatasetCatalogue.Detect(path));
        Assert.Contains("known", Assert.Throws<LearningException>(() => DatasetCatalogue.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Total Fwd Packets", "Total Fwd Packet")]
    [InlineData(" Total Backward Packets", "Total Bwd packets")]
    [InlineData("Tot Bwd Pkts", "Total Bwd packets")]
    [InlineData("tot_bwd_pkts", "Total Bwd packets")]
    [InlineData("Total Length of Fwd Packets", "Total Length of Fwd Packet")]
    [InlineData("TotLen Fwd Pkts", "Total Length of Fwd Packet")]
    [InlineData("Fwd Pkt Len Max", "Fwd Packet Length Max")]
    [InlineData("Flow Byts/s", "Flow Bytes/s")]
    [InlineData("flow_byts_s", "Flow Bytes/s")]
    [InlineData(" Min Packet Length", "Packet Length Min")]
    [InlineData("Pkt Len Var", "Packet Length Variance")]
    [InlineData("CWE Flag Count", "CWR Flag Count")]
    [InlineData("FIN Flag Cnt", "FIN Flag Count")]
    [InlineData("Avg Fwd Segment Size", "Fwd Segment Size Avg")]
    [InlineData("Fwd Seg Size Avg", "Fwd Segment Size Avg")]
    [InlineData("Fwd Avg Bytes/Bulk", "Fwd Bytes/Bulk Avg")]
    [InlineData("Fwd Byts/b Avg", "Fwd Bytes/Bulk Avg")]
    [InlineData("Bwd Blk Rate Avg", "Bwd Bulk Rate Avg")]
    [InlineData("Init_Win_bytes_forward", "FWD Init Win Bytes")]
    [InlineData("Init Bwd Win Byts", "Bwd Init Win Bytes")]
    [InlineData(" act_data_pkt_fwd", "Fwd Act Data Pkts")]
    [InlineData("min_seg_size_forward", "Fwd Seg Size Min")]
    [InlineData("Fwd Seg Size Min", "Fwd Seg Size Min")]
    [InlineData("Destination Port", "Dst Port")]
    [InlineData("Source IP", "Src IP")]
    [InlineData("Fwd Header Length.1", null)]
    [InlineData("SimillarHTTP", null)]
    public void Spellings_of_cic_columns_are_one(string header, string? name) => Assert.Equal(name, CicColumns.CanonicalName(header));

    [Fact]
    public void No_two_cic_columns_have_one_spelling()
    {
        Assert.Equal(CicColumns.Names.Count, CicColumns.Names.Select(CicColumns.CanonicalName).Distinct().Count());
        Assert.All(CicColumns.Names, n => Assert.Equal(n, CicColumns.CanonicalName(n)));
    }

    [Theory]
    [InlineData("Web Attack \u0096 XSS")]
    [InlineData("Web Attack \u2013 XSS")]
    [InlineData("Web Attack \uFFFD XSS")]
    [InlineData("Web Attack - XSS")]
    [InlineData("web attack  XSS ")]
    public void Odd_dashes_in_labels_are_one(string label)
    {
        using var file = CicFile($"{Cells(1)},{label}\n,,,,\n{Cells(2)},BENIGN\n", latin: label.Contains('\u0096', StringComparison.Ordinal));
        var table = DatasetCatalogue.Load(file.Path, new DatasetOptions { Labels = Labelling.Classes });
        Assert.Equal(["normal", "web attack xss"], table.Classes.ToArray());
        Assert.Equal([1, 0], table.Labels!);
        Assert.Equal(1, table.Faults.EmptyRows);
    }

    [Fact]
    public void Infinite_rates_are_missing_and_repeated_columns_read_once()
    {
        using var file = CicFile($"{Cells(1).Replace("1,1,1", "1,Infinity,1", StringComparison.Ordinal)},BENIGN\n{Cells(2)},Bot\n");
        var table = DatasetCatalogue.Load(file.Path);
        Assert.True(table.Faults.InfiniteCells > 0);
        Assert.Contains(table.Columns, c => float.IsNaN(c.Values[0]));
        Assert.Single(table.Columns, c => c.Name == "Fwd Header Length");
    }

    [Fact]
    public void Cic_columns_take_the_schemas_names_but_not_its_definitions()
    {
        var schema = new FeatureSchema(1, [new("duration", "us", "From the first packet to the last.", "Flow Duration"), new("syn_packets", "packets", "Packets with SYN.", "SYN Flag Count"), new("other", "count", "Nothing.", null)]);
        using var file = CicFile($"{Cells(1)},BENIGN\n{Cells(2)},Bot\n");
        var table = CicColumns.ToSchema(DatasetCatalogue.Load(file.Path), schema);
        Assert.Equal(["duration", "syn_packets"], table.Columns.Select(c => c.Name));
        var own = new ColumnSet(schema.Columns.Take(2).Select(c => new Column(c.Name, c.Hash)));
        Assert.Contains("definition", Assert.Throws<LearningException>(() => own.Demand(table.ColumnSet)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Netflow_v2_has_no_addresses_among_its_features()
    {
        using var file = new TextFile("IPV4_SRC_ADDR,L4_SRC_PORT,IPV4_DST_ADDR,L4_DST_PORT,PROTOCOL,IN_BYTES,OUT_BYTES,IN_PKTS,OUT_PKTS,TCP_FLAGS,FLOW_DURATION_MILLISECONDS,Label,Attack\n"
            + "10.0.0.1,1234,10.0.0.2,80,6,100,200,1,2,27,15,0,Benign\n10.0.0.3,1234,10.0.0.2,22,6,100,200,1,2,27,15,1,SSH-Bruteforce\n");
        Assert.Equal("nf-v2", DatasetCatalogue.Detect(file.Path)?.Name);
        var table = DatasetCatalogue.Load(file.Path, new DatasetOptions { Labels = Labelling.Attacks });
        Assert.Equal(["l4_dst_port", "protocol", "in_bytes", "out_bytes", "in_pkts", "out_pkts", "tcp_flags", "flow_duration_milliseconds"], table.Columns.Select(c => c.Name));
        Assert.Equal(["normal", "ssh-bruteforce"], table.Classes.ToArray());
        Assert.Equal(["10.0.0.1", "10.0.0.3"], table.GroupNames.ToArray());
    }

    [Fact]
    public void Unlabelled_zeek_rows_are_left_out_and_counted()
    {
        using var file = new TextFile("#separator \\x09\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\torig_bytes\ttunnel_parents   label   detailed-label\n"
            + "1.000001\tC1\t10.0.0.1\t1\t10.0.0.2\t80\ttcp\tSF\t-\t(empty)   Malicious   C&C\n2\tC2\t10.0.0.1\t1\t10.0.0.2\t80\ttcp\tS0\t7\t-   benign   -\n3\tC3\t10.0.0.1\t1\t10.0.0.2\t80\ttcp\tS0\t7\t-   -   -\n#close\n");
        var table = DatasetCatalogue.Load(file.Path);
        Assert.Equal([1, 0], table.Labels!);
        Assert.Equal(1, table.Faults.UnlabelledRows);
        Assert.Equal(1_000_001_000, table.Times![0]);
        Assert.Equal([float.NaN, 7], table["orig_bytes"].Values);
    }

    // A damaged file is read with faults counted, or refused in one line; nothing else.
    [DataFact]
    public void Damaged_files_are_read_or_refused()
    {
        var lines = File.ReadLines(Data.Path("flows/nsl-kdd/KDDTest+.txt")).Take(40).Concat(["0,tcp"]);
        var zeek = File.ReadLines(Data.Path("flows/zeek-labelled/CTU-IoT-Malware-Capture-34-1.conn.log.labeled")).Take(40);
        var random = new Xoshiro256(3);
        foreach (var original in (byte[][])[Encoding.UTF8.GetBytes(string.Join('\n', lines)), Encoding.UTF8.GetBytes(string.Join("\r\n", zeek))])
        {
            for (int round = 0; round < 150; round++) ReadDamaged([.. original], random);
        }
    }

    private static void ReadDamaged(byte[] bytes, Xoshiro256 random)
    {
        for (int i = 0; i < 10; i++) bytes[random.Next() % (ulong)bytes.Length] = (byte)random.Next();
        using var file = new TextFile(bytes);
        try
        {
            Assert.InRange(DatasetCatalogue.Load(file.Path).Rows, 1, 60);
        }
        catch (LearningException e)
        {
            Assert.NotEqual("", e.Message);
        }
    }

    private static string Counts(Table table) => string.Join(", ", table.Classes.Select((c, i) => $"{c} {table.Labels!.Count(l => l == i)}"));

    private static string Cells(int value) => string.Join(',', Enumerable.Repeat(value.ToString(System.Globalization.CultureInfo.InvariantCulture), CicColumns.Names.Count + 1));

    private static TextFile CicFile(string rows, bool latin = false)
    {
        var text = " " + string.Join(", ", CicColumns.Names) + ", Fwd Header Length,Label\n" + rows;
        return new TextFile(latin ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text));
    }
}
