using NetThreat.Capture.Files;
using NetThreat.Capture.Inputs;
using NetThreat.FlowExport;
using NetThreat.FlowExport.Outputs;
using NetThreat.Testing;
using NetThreat.Tests.Properties;

namespace NetThreat.Tests.FlowExport;

public class FolderOutputTests
{
    [DataFact]
    public void Zeeks_logs_lie_beside_each_other_with_their_headers_and_one_row_a_flow()
    {
        using var folder = new TemporaryFolder();
        var summary = Export("peers/arkime/arkime_synthetic.pcap", folder.Path, "zeek", null);
        Assert.Equal(["conn.log", "dns.log", "http.log", "ssl.log"], Names(folder));
        Assert.Equal(summary.Flows, Rows(folder, "conn.log"));
        Assert.True(Rows(folder, "dns.log") > 0);
        Assert.All(Directory.GetFiles(folder.Path), f => Assert.StartsWith("#separator", File.ReadLines(f).First(), StringComparison.Ordinal));
    }

    [DataFact]
    public void Files_rotate_by_the_traffics_own_time_and_lose_no_flow()
    {
        using var folder = new TemporaryFolder();
        var summary = Export("peers/arkime/bacnet-stack-services.pcap", folder.Path, "json", TimeSpan.FromMinutes(10));
        string[] names = Names(folder);
        Assert.True(names.Length > 1);
        Assert.All(names, n => Assert.Matches(@"^flows\.2006-09-24-\d\d-\d0-00\.json$", n));
        Assert.Equal(summary.Flows, names.Sum(n => File.ReadLines(Path.Combine(folder.Path, n)).LongCount()));
    }

    [Theory]
    [InlineData("-", "1h", "folder")]
    [InlineData("out/", "soon", "duration")]
    public void A_rotation_that_makes_no_sense_is_one_line(string output, string rotate, string word)
    {
        Assert.Null(FlowsRequest.From(new PacketInput(["x.pcap"], []), "json", output, rotate, 1, 8, out string fault));
        Assert.Contains(word, fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
    }

    private static FlowExportSummary Export(string capture, string folder, string format, TimeSpan? rotate)
    {
        using var source = CaptureFile.Open(Data.Path(capture));
        using var output = new FolderOutput(folder, FlowFormats.Of(format), rotate);
        return new FlowExporter(source, output, ExportOptions.Default).Run(default);
    }

    private static string[] Names(TemporaryFolder folder) => [.. Directory.GetFiles(folder.Path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static long Rows(TemporaryFolder folder, string log) => File.ReadLines(Path.Combine(folder.Path, log)).LongCount(l => l[0] != '#');
}
