using NetThreat.Core.Packets;
using NetThreat.Testing;
using Xunit.Abstractions;

namespace NetThreat.Tests.Flows;

public class RealCaptureTests(ITestOutputHelper output)
{
    [DataFact]
    public void Every_capture_is_metered_without_loss()
    {
        int metered = 0, unreadable = 0;
        foreach (string path in Directory.EnumerateFiles(Data.Root!, "*", SearchOption.AllDirectories).Where(IsCapture).Order(StringComparer.Ordinal))
        {
            try
            {
                MeterRun.OfFile(path);
                metered++;
            }
            catch (CaptureException)
            {
                unreadable++;
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new InvalidOperationException(path, e);
            }
        }

        output.WriteLine($"{metered} captures metered, {unreadable} not readable");
        Assert.True(metered > 700, $"{metered} captures metered, {unreadable} not readable");
    }

    [DataTheory]
    [InlineData("peers/zeek/Traces/ldap/missing_ldap_logs.pcapng")]
    [InlineData("pcaps/c2/sandcat.pcap")]
    [InlineData("flows/cic-ids2017/sqli-slice/WebattackSQLinj.pcap")]
    public void Batching_changes_nothing(string capture)
    {
        var whole = MeterRun.OfFile(Data.Path(capture)).ConvertAll(MeterRun.Describe);
        Assert.NotEmpty(whole);
        foreach (int size in new[] { 1, 7, 33, 1000 }) Assert.Equal(whole, MeterRun.OfFile(Data.Path(capture), size).ConvertAll(MeterRun.Describe));
    }

    private static bool IsCapture(string path) =>
        Path.GetExtension(path) is ".pcap" or ".pcapng" or ".cap" or ".trace" or ".pcap1" || path.EndsWith(".pcap.gz", StringComparison.Ordinal);
}
