using System.Diagnostics;
using System.Globalization;
using NetThreat.Capture.Collector;
using NetThreat.Core.Net;

namespace NetThreat.IntegrationTests.Collecting;

/// <summary>Other people's exporters over a capture, sending to a socket of this process on loopback; keeps the datagrams they sent.</summary>
internal static class Exporters
{
    /// <summary>An exporter that has not ended by then will not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>One datagram as it came.</summary>
    public sealed record Datagram(byte[] Bytes, Address From, long Received);

    public static List<Datagram> Softflowd(string capture, int version, params string[] more) => Receive((port, folder) =>
        [("softflowd", ["-r", capture, "-n", $"127.0.0.1:{port}", "-v", Text(version), "-a", "-6", "-d", "-p", Path.Combine(folder, "pid"), "-c", "none", .. more])]);

    public static List<Datagram> Pmacctd(string capture, string plugin, params string[] settings) => Receive((port, folder) => [Pmacctd(capture, plugin, port, folder, settings)]);

    /// <summary>Several at once to one port.</summary>
    public static List<Datagram> Together(string capture) => Receive((port, folder) =>
    [
        ("softflowd", ["-r", capture, "-n", $"127.0.0.1:{port}", "-v", "9", "-a", "-6", "-d", "-p", Path.Combine(folder, "pid"), "-c", "none"]),
        Pmacctd(capture, "nfprobe", port, folder, ["nfprobe_version: 10", "aggregate: src_host, dst_host, src_port, dst_port, proto, tos"]),
        Pmacctd(capture, "sfprobe", port, folder, ["sampling_rate: 1"]),
    ]);

    private static (string Tool, string[] Arguments) Pmacctd(string capture, string plugin, int port, string folder, string[] settings)
    {
        string file = Path.Combine(folder, plugin + ".conf");
        File.WriteAllLines(file, ["daemonize: false", $"pcap_savefile: {capture}", "pcap_sf_wait: false", $"plugins: {plugin}", $"{plugin}_receiver: 127.0.0.1:{port}",
            "plugin_pipe_size: 40960000", "plugin_buffer_size: 40960", .. settings]);
        return ("pmacctd", ["-f", file]);
    }

    private static List<Datagram> Receive(Func<int, string, (string Tool, string[] Arguments)[]> commands)
    {
        var folder = Directory.CreateTempSubdirectory("netthreat-exporters");
        try
        {
            using var source = new UdpDatagramSource(new CollectorOptions { Listen = "127.0.0.1", Ports = [0] }, TimeProvider.System);
            var batch = new DatagramBatch();
            var datagrams = new List<Datagram>();
            source.Read(batch, default);
            var running = commands(source.Ports[0], folder.FullName).Select(Start).ToList();
            long begun = Stopwatch.GetTimestamp();
            while (running.Exists(p => !p.HasExited) && Stopwatch.GetElapsedTime(begun) < Patience) Take(source, batch, datagrams);
            foreach (var hung in running.Where(p => !p.HasExited)) hung.Kill();
            source.StopReceiving();
            while (Take(source, batch, datagrams) > 0)
            {
            }

            Assert.All(source.Losses, l => Assert.Equal(0, l.Count));
            running.ForEach(p => p.Dispose());
            return datagrams;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Take(UdpDatagramSource source, DatagramBatch batch, List<Datagram> datagrams)
    {
        source.Read(batch, default);
        for (int i = 0; i < batch.Count; i++) datagrams.Add(new(batch.Bytes(i).ToArray(), batch.Exporter(i), batch.Received(i)));
        return batch.Count;
    }

    private static Process Start((string Tool, string[] Arguments) command)
    {
        var start = new ProcessStartInfo(ExporterFactAttribute.Find(command.Tool)!, command.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
}
