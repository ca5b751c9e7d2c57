using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetThreat.Capture.Files;
using NetThreat.Capture.Ipfix;
using NetThreat.Core.Flows;
using NetThreat.Core.Packets;
using NetThreat.Flows;
using NetThreat.Testing;

namespace NetThreat.IntegrationTests.Collecting;

/// <summary>Our own flows over UDP to nfcapd: nfdump reads the numbers that we sent.</summary>
public class NfcapdTests
{
    [ExporterFact("nfcapd", "nfdump")]
    public async Task Nfdump_counts_what_we_export()
    {
        var flows = Flows(Data.Path("pcaps/benign/1kxun.pcap"));
        var folder = Directory.CreateTempSubdirectory("netthreat-nfcapd");
        try
        {
            int port = FreePort();
            using var nfcapd = Process.Start(new ProcessStartInfo(ExporterFactAttribute.Find("nfcapd")!, ["-b", "127.0.0.1", "-p", Text(port), "-w", folder.FullName, "-t", "3600"])
            { RedirectStandardError = true, RedirectStandardOutput = true })!;
            Assert.True(SpinWait.SpinUntil(() => IsTaken(port), TimeSpan.FromSeconds(60)));
            using (var exporter = new IpfixUdpExporter(new IPEndPoint(IPAddress.Loopback, port)))
            {
                var writer = new IpfixWriter(exporter.Send, IpfixWriter.DatagramSize);
                foreach (var f in flows) writer.Write(f, f.Application);
                writer.Flush();
                Assert.Equal(0, exporter.Failed);
                Assert.True(SpinWait.SpinUntil(() => Queued(port) == 0, TimeSpan.FromSeconds(60)));
            }

            // It writes its file when it is asked to end.
            Assert.Equal(0, Kill(nfcapd.Id, 15));
            await nfcapd.WaitForExitAsync();
            var (packets, bytes) = Read(Directory.GetFiles(folder.FullName, "nfcapd.*").Order(StringComparer.Ordinal).First());
            Assert.Equal((flows.Sum(f => f.Total.Packets), flows.Sum(f => f.Total.IpBytes)), (packets, bytes));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<FlowRecord> Flows(string capture)
    {
        var records = new List<FlowRecord>();
        using var source = CaptureFile.Open(capture);
        using var meter = new FlowMeter(new MeterOptions(), new("s", "o"), r =>
        {
            if (r.Final) records.Add(r);
        }, "test");
        var batch = new PacketBatch();
        while (source.Read(batch, default)) meter.Process(batch);
        meter.Finish();
        return records;
    }

    private static (long Packets, long Bytes) Read(string file)
    {
        using var nfdump = Process.Start(new ProcessStartInfo(ExporterFactAttribute.Find("nfdump")!, ["-r", file, "-q", "-N", "-o", "fmt:%ipkt %opkt %ibyt %obyt"]) { RedirectStandardOutput = true })!;
        long packets = 0, bytes = 0;
        foreach (string line in nfdump.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            long[] n = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => long.Parse(t, CultureInfo.InvariantCulture))];
            packets += n[0] + n[1];
            bytes += n[2] + n[3];
        }

        nfdump.WaitForExit();
        return (packets, bytes);
    }

    private static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }

    private static bool IsTaken(int port) => Row(port) is not null;

    private static long Queued(int port) => Row(port) is { } row ? long.Parse(row[4].Split(':')[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : 0;

    private static string[]? Row(int port) => File.ReadLines("/proc/net/udp").Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(c => c[1].EndsWith(":" + port.ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static int Kill(int process, int signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Text(process)]);
        kill.WaitForExit();
        return kill.ExitCode;
    }

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
}
