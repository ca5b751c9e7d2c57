using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NetThreat.Benchmarks.Collector;

/// <summary>Sends export packets to a port of this machine at a given rate; a process of its own, so that its CPU is not the collector's.</summary>
internal static class ExportSender
{
    public static void Run(int port, int records, int rate)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        var traffic = new ExportTraffic();
        uint seconds = (uint)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        socket.Send(traffic.Template(seconds));
        long start = Stopwatch.GetTimestamp();
        for (long sent = 0; sent < records; sent += ExportTraffic.RecordsPerDatagram)
        {
            double due = (double)sent / rate;
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < due)
                if (due - Stopwatch.GetElapsedTime(start).TotalSeconds > 0.002) Thread.Sleep(1);
            socket.Send(traffic.Next(seconds));
        }
    }
}
