using System.Diagnostics;
using NetThreat.Core.Packets;
using NetThreat.Simulation;

namespace NetThreat.Tests.Simulation;

public class TsharkTests
{
    [TsharkFact]
    public void Finds_nothing_malformed_and_no_bad_checksum()
    {
        string file = Path.GetTempFileName();
        try
        {
            Write(file);
            Assert.Equal("", Tshark(file, "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0"));
            foreach (string filter in new[] { "tls.handshake.extensions_server_name", "tls.handshake.type == 2", "http.response.code == 200", "ssh.kex_algorithms", "dns.flags.rcode == 3", "ntp", "mdns", "icmp", "arp" })
                Assert.NotEqual("", Tshark(file, filter));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Write(string file)
    {
        using var stream = File.Create(file);
        var writer = new PcapWriter(stream, SimulatedPacketSource.LinkType);
        using var source = Simulated.Source(Scenarios.Demo(2), 100);
        var batch = new PacketBatch();
        while (source.Read(batch, CancellationToken.None))
            foreach (ref readonly var packet in batch.Packets) writer.Write(packet);
    }

    private static string Tshark(string file, string filter)
    {
        string[] options = ["ip.check_checksum", "tcp.check_checksum", "udp.check_checksum", "tcp.reassemble_out_of_order"];
        ProcessStartInfo start = new("tshark", ["-n", "-r", file, .. options.SelectMany(o => new[] { "-o", o + ":TRUE" }), "-Y", filter])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
