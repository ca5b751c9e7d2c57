using System.IO.Compression;
using System.Text;
using NetThreat.Learning;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.Tables;

public sealed class TableLoaderTests
{
    [Fact]
    public void A_file_of_any_separator_becomes_a_table_with_types_found()
    {
        using var file = new TextFile("\uFEFF bytes ;proto;bytes;host;when;class\r\n1;tcp;2;a;1.5;x\r\n;udp;;b;2.25;y\r\n3;tcp;4;a;1970-01-01 00:00:03;x\r\n"u8.ToArray());
        using var source = CsvTables.Open(file.Path, new CsvColumns { Label = "class", Group = "HOST", Time = "when" });
        var table = TableLoader.Load(source);
        Assert.Equal(["bytes", "proto", "bytes.1"], table.Columns.Select(c => c.Name));
        Assert.Equal([1, float.NaN, 3], table["bytes"].Values);
        Assert.Equal([0, 1, 0], table["proto"].Values);
        Assert.Equal(["tcp", "udp"], table.Categories["proto"].ToArray());
        Assert.Equal([0, 1, 0], table.Labels!);
        Assert.Equal(["x", "y"], table.Classes.ToArray());
        Assert.Equal(["a", "b"], table.GroupNames.ToArray());
        Assert.Equal([1_500_000_000, 2_250_000_000, 3_000_000_000], table.Times!);
        var data = table.ToTrainingData(["bytes.1", "bytes"]);
        Assert.Equal([2, 1, float.NaN, float.NaN, 4, 3], data.Features.Values);
        Assert.Equal("bytes.1", data.Columns[0]);
    }

    [Fact]
    public void A_bad_cell_is_named_by_line_and_column_or_counted()
    {
        var rows = string.Concat(Enumerable.Range(0, 2000).Select(i => i == 1500 ? "x,1\n" : $"{i},1\n"));
        using var file = new TextFile("a,b\n" + rows);
        using (var strict = CsvTables.Open(file.Path))
            Assert.EndsWith("line 1502, column 'a': 'x' is no number", Assert.Throws<LearningException>(() => TableLoader.Load(strict)).Message, StringComparison.Ordinal);
        using var lenient = CsvTables.Open(file.Path, new CsvColumns { Faults = FaultRule.Count });
        var table = TableLoader.Load(lenient);
        Assert.Equal(2000, table.Rows);
        Assert.Equal(1, table.Faults.BadCells);
        Assert.Contains("line 1502", table.Faults.Examples[0], StringComparison.Ordinal);
        Assert.True(float.IsNaN(table["a"].Values[1500]));
    }

    [Theory]
    [InlineData(InfinityRule.Missing, float.NaN, float.NaN)]
    [InlineData(InfinityRule.Largest, float.MaxValue, float.MinValue)]
    public void Infinite_cells_follow_the_rule(InfinityRule rule, float positive, float negative)
    {
        using var file = new TextFile("a,b\nInfinity,1\n-inf,2\n1,3\n");
        using var source = CsvTables.Open(file.Path, new CsvColumns { Infinity = rule });
        var table = TableLoader.Load(source);
        Assert.Equal([positive, negative, 1], table["a"].Values);
        Assert.Equal(2, table.Faults.InfiniteCells);
    }

    [Fact]
    public void Infinite_cells_may_be_refused_and_short_rows_are()
    {
        using var infinite = new TextFile("a,b\n1,2\ninf,1\n");
        using var first = CsvTables.Open(infinite.Path, new CsvColumns { Infinity = InfinityRule.Refuse });
        Assert.Contains("line 3, column 'a': the value is infinite", Assert.Throws<LearningException>(() => TableLoader.Load(first)).Message, StringComparison.Ordinal);
        using var ragged = new TextFile("a,b\n1,2\n1\n1,2,3\n");
        using var second = CsvTables.Open(ragged.Path);
        Assert.Contains("line 3: 1 fields where 2 are expected", Assert.Throws<LearningException>(() => TableLoader.Load(second)).Message, StringComparison.Ordinal);
        using var lenient = CsvTables.Open(ragged.Path, new CsvColumns { Faults = FaultRule.Count });
        Assert.Equal(2, TableLoader.Load(lenient).Faults.BadRows);
    }

    [Fact]
    public void Empty_rows_and_repeated_headers_are_left_out()
    {
        using var file = new TextFile("a,b\n1,2\n,\na,b\n3,4\n");
        using var source = CsvTables.Open(file.Path, new CsvColumns { Faults = FaultRule.Count });
        var table = TableLoader.Load(source);
        Assert.Equal([1, 3], table["a"].Values.Select(v => (int)v).ToArray());
        Assert.Equal(2, table.Faults.EmptyRows);
    }

    [Fact]
    public void Compressed_files_are_known_by_content_and_broken_ones_are_named()
    {
        var text = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},{i * 7919 % 1000}\n")));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write(text);
        using var whole = new TextFile(packed.ToArray());
        using var source = CsvTables.Open(whole.Path);
        var progress = new Progress();
        Assert.Equal(5000, TableLoader.Load(source, new TableReadOptions { Progress = progress }).Rows);
        Assert.Equal(1, progress.Last.Share);
        Assert.Equal(5000, progress.Last.Rows);
        var bytes = packed.ToArray();
        Array.Clear(bytes, bytes.Length / 2, 200);
        using var broken = new TextFile(bytes);
        Assert.ThrowsAny<LearningException>(() =>
        {
            using var source = CsvTables.Open(broken.Path);
            TableLoader.Load(source);
        });
    }

    [Fact]
    public void A_sample_is_seeded_uniform_and_in_order()
    {
        using var file = new TextFile("a\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i}\n")));
        int[] Sample(ulong seed, int rows, RowSampling sampling)
        {
            using var source = CsvTables.Open(file.Path);
            var table = TableLoader.Load(source, new TableReadOptions { MaxRows = rows, Seed = seed, Sampling = sampling });
            return [.. table["a"].Values.Select(v => (int)v)];
        }

        var sample = Sample(1, 2000, RowSampling.Reservoir);
        Assert.Equal(2000, sample.Length);
        Assert.Equal(sample, Sample(1, 2000, RowSampling.Reservoir));
        Assert.NotEqual(sample, Sample(2, 2000, RowSampling.Reservoir));
        Assert.Equal(sample.Order(), sample);
        Assert.Equal(2000, sample.Distinct().Count());
        // The mean of 2000 of 20000 has a standard deviation of 122; each quarter holds 500 ± 18.
        Assert.InRange(sample.Average(), 10_000 - 500, 10_000 + 500);
        for (int quarter = 0; quarter < 4; quarter++) Assert.InRange(sample.Count(v => v / 5000 == quarter), 420, 580);
        Assert.Equal(Enumerable.Range(0, 100), Sample(1, 100, RowSampling.First));
    }

    [Fact]
    public void Memory_stays_within_the_budget_whatever_the_file()
    {
        using var source = new EndlessSource(3_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var table = TableLoader.Load(source, new TableReadOptions { MaxBytes = 1 << 20 });
        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(3_000_000, table.RowsRead);
        Assert.InRange(table.Rows, 20_000, (1 << 20) / 40);
        Assert.InRange(used, 1 << 19, 16L << 20);
    }

    [Fact]
    public void Nothing_to_read_is_an_error()
    {
        using var empty = new TextFile("a,b\n");
        using var source = CsvTables.Open(empty.Path);
        Assert.Contains("no rows", Assert.Throws<LearningException>(() => TableLoader.Load(source)).Message, StringComparison.Ordinal);
        using var nothing = new TextFile("");
        Assert.Contains("empty", Assert.Throws<LearningException>(() => CsvTables.Open(nothing.Path)).Message, StringComparison.Ordinal);
        using var file = new TextFile("a,b\n1,2\n");
        Assert.Contains("no column 'c': there are a, b", Assert.Throws<LearningException>(() => CsvTables.Open(file.Path, new CsvColumns { Label = "c" })).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<LearningException>(() => CsvTables.Open(file.Path + ".none")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Relabelling_merges_classes()
    {
        var table = new Table([new TableColumn("a", [1, 2, 3])]) { Labels = [0, 1, 2], Classes = ["normal", "smurf", "neptune"] };
        var binary = table.Relabel(["normal", "attack"], c => c == "normal" ? "normal" : "attack");
        Assert.Equal([0, 1, 1], binary.Labels!);
        Assert.Throws<LearningException>(() => table.Relabel(["normal"], c => c));
    }

    private sealed class Progress : IProgress<TableProgress>
    {
        public TableProgress Last { get; private set; }

        public void Report(TableProgress value) => Last = value;
    }

    private sealed class EndlessSource(int rows) : ITableSource
    {
        private int _given;

        public string Name => "endless";

        public IReadOnlyList<SourceColumn> Columns { get; } = [.. Enumerable.Range(0, 6).Select(i => new SourceColumn($"c{i}"))];

        public double? Share => null;

        public TableFaults Faults { get; } = new();

        public bool Read(TableBatch batch)
        {
            batch.Rows = Math.Min(batch.Capacity, rows - _given);
            foreach (var values in batch.Values) Array.Fill(values, _given);
            _given += batch.Rows;
            return batch.Rows > 0;
        }

        public void Dispose()
        {
        }
    }
}
