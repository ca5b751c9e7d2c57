using NetThreat.Capture.Files;
using NetThreat.FlowExport;
using NetThreat.Testing;

namespace NetThreat.Tests.FlowExport;

public class WorkerTests
{
    [DataTheory]
    [InlineData("peers/zeek/Traces/ldap/missing_ldap_logs.pcapng")]
    [InlineData("peers/arkime/arkime_synthetic.pcap")]
    [InlineData("peers/ndpi/pcap/quic_interop_V.pcapng")]
    [InlineData("pcaps/c2/sandcat.pcap")]
    public void Any_number_of_workers_writes_the_same_lines(string capture)
    {
        string alone = Lines(capture, 1);
        Assert.NotEqual("", alone);
        foreach (int workers in new[] { 2, 3, 7 }) Assert.Equal(alone, Lines(capture, workers));
    }

    private static string Lines(string capture, int workers)
    {
        using var source = CaptureFile.Open(Data.Path(capture));
        using var output = new TextOutput(new JsonFlowWriter());
        new FlowExporter(source, output, ExportOptions.Default with { Workers = workers }).Run(default);
        return output.Text;
    }
}
