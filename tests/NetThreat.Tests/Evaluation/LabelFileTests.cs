using NetThreat.Core.Net;
using NetThreat.Evaluation;
using NetThreat.Simulation.Labels;
using NetThreat.Testing;

namespace NetThreat.Tests.Evaluation;

public class LabelFileTests
{
    private const string Good = "a.pcap\tport_scan_vertical\tT1046\t10.0.0.1\t10.0.0.2\ttcp\t1-1000\t1.5\t2.5\t100\tsay \"so\"\t-\t-\thigh";
    private static readonly string Header = string.Join('\t', LabelRow.Columns);

    [Fact]
    public void Reads_a_row_without_quoting()
    {
        var activity = Assert.Single(LabelFile.Parse("L", [Header, Good]).Activities);
        Assert.Equal("say \"so\"", activity.Row.ExpectedDetection);
        Assert.Equal((2, 1.5, 2.5, 100L), (activity.Line, activity.Row.Start, activity.Row.End, activity.Row.Packets));
        Assert.Equal([Address.Parse("10.0.0.1")], activity.Attackers);
    }

    [Theory]
    [InlineData(7, "x", "start_s 'x' is not a number of seconds")]
    [InlineData(7, "NaN", "start_s 'NaN' is not a number of seconds")]
    [InlineData(7, "-1", "start_s '-1' is not a number of seconds")]
    [InlineData(7, "1e300", "start_s '1e300' is not a number of seconds")]
    [InlineData(8, "1", "end_s 1 is before start_s 1.5")]
    [InlineData(8, "", "end_s '' is not a number of seconds")]
    [InlineData(9, "1.5", "packets '1.5' is not a whole number")]
    [InlineData(3, "10.0.0.1,bob", "attacker 'bob' is neither an IP address nor many-… nor -")]
    [InlineData(4, "bob", "victim 'bob' is neither an IP address nor many-… nor -")]
    [InlineData(2, "-", "attack_technique is missing for 'port_scan_vertical'")]
    [InlineData(0, "", "file is empty")]
    [InlineData(1, "", "activity is empty")]
    public void A_bad_field_is_named_with_file_and_line(int column, string value, string problem)
    {
        string[] fields = Good.Split('\t');
        fields[column] = value;
        Assert.Equal([$"L:3: {problem}"], LabelFile.Parse("L", [Header, Good, string.Join('\t', fields)]).Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void All_errors_are_reported_at_once_and_no_row_is_used()
    {
        var result = LabelFile.Parse("L", [Header, "short", Good, "a\tb"]);
        Assert.Equal(["L:2: has 1 fields instead of 14", "L:4: has 2 fields instead of 14"], result.Errors.Select(e => e.ToString()));
        Assert.Empty(result.Activities);
    }

    [Fact]
    public void Unknown_and_missing_columns_are_named()
    {
        string header = Header.Replace("proto", "protocol", StringComparison.Ordinal);
        Assert.Equal(["L:1: unknown column 'protocol'", "L:1: missing column 'proto'"], LabelFile.Parse("L", [header, Good]).Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Columns_in_another_order_are_refused() =>
        Assert.Single(LabelFile.Parse("L", [string.Join('\t', LabelRow.Columns.Reverse()), Good]).Errors);

    [Fact]
    public void An_empty_file_is_an_error() => Assert.Equal("L: is empty; the first line holds the column names", LabelFile.Parse("L", []).Errors.Single().ToString());

    [Fact]
    public void A_missing_file_is_an_error() => Assert.Equal(0, LabelFile.Read("/nowhere/labels.tsv").Errors.Single().Line);

    [Fact]
    public void Nobody_named_on_either_side_is_an_error()
    {
        string line = Good.Replace("10.0.0.1", "many-x", StringComparison.Ordinal).Replace("10.0.0.2", "-", StringComparison.Ordinal);
        Assert.Equal("L:2: neither attacker nor victim is named", LabelFile.Parse("L", [Header, line]).Errors.Single().ToString());
    }

    [Fact]
    public void Reads_what_the_simulator_writes()
    {
        LabelRow row = new("a.pcap", "syn_flood", ["T1499.001", "T1498"], "many-spoofed:5", "10.0.0.2", "tcp", "443", 1.25, 2, 9, "flood", "none", "seed 1", "high");
        using var writer = new StringWriter();
        LabelWriter.Write(writer, [row]);
        var read = LabelFile.Parse("L", writer.ToString().TrimEnd('\n').Split('\n')).Activities.Single().Row;
        Assert.Equal(row with { Techniques = [] }, read with { Techniques = [] });
        Assert.Equal(row.Techniques, read.Techniques);
    }

    [DataFact]
    public void Reads_the_real_labels()
    {
        var result = LabelFile.Read(Data.Path("pcaps/LABELS.tsv"));
        Assert.Empty(result.Errors);
        Assert.Contains(result.Activities, a => a.Row.IsBenign);
        Assert.All(result.Activities, a => Assert.True(File.Exists(Data.Path("pcaps/" + a.Row.File)), a.Row.File));
    }
}
