using System.Diagnostics;
using System.Globalization;
using NetThreat.Benchmarks.Flows;
using NetThreat.Capture.Collector;
using NetThreat.Core.Health;
using NetThreat.Core.Net;

namespace NetThreat.Benchmarks.Collector;

/// <summary>
/// NetFlow v9: what decoding a record costs, what making flow records costs, and the whole collector over loopback (sockets, queue, decoding,
/// pairing, flow records, encoding for the bus) with its losses.
/// </summary>
internal sealed class CollectorBenchmark : IBenchmark
{
    private const uint Seconds = 1_700_000_000;

    public string Name => "collector";

    public string Usage => "collector [--records N] [--rate N] [--repeats N]   CPU and losses of collecting NetFlow v9, in memory and over loopback at so many records a second";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var options = new Dictionary<string, int> { ["--records"] = 2_000_000, ["--rate"] = 100_000, ["--repeats"] = 2, ["--send"] = 0 };
        if (NumberOptions.Read(args, options) is { } problem)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {problem}");
            return 2;
        }

        if (options["--send"] > 0)
        {
            ExportSender.Run(options["--send"], options["--records"], options["--rate"]);
            return 0;
        }

        for (int i = 0; i <= options["--repeats"]; i++)
        {
            // The first round compiles the code and is not told.
            if (i > 0) Console.WriteLine(Parse(options["--records"]));
            else Parse(200_000);
            if (i > 0) Console.WriteLine(Collect(options["--records"]));
            else Collect(200_000);
        }

        foreach (int rate in (int[])[options["--rate"], 0]) Console.WriteLine(await LoopbackAsync(options["--records"], rate, cancellation));
        return 0;
    }

    private static string Parse(int records)
    {
        var sink = new CountingSink();
        var decoder = new ExportDecoder(new(), sink);
        var cpu = Feed(records, (datagram, received) => decoder.Decode(datagram, Address.FromV4(1), received));
        return Line("decode", sink.Records, cpu);
    }

    private static string Collect(int records)
    {
        long flows = 0;
        using var collector = new FlowCollector(new(), _ => flows++, "bench/run");
        var cpu = Feed(records, (datagram, received) => collector.Take(datagram, Address.FromV4(1), received));
        collector.Finish();
        return Line("collect", collector.Records.TotalOut, cpu) + string.Create(CultureInfo.InvariantCulture, $", {flows} conversations");
    }

    private static CpuMeter Feed(int records, Take take)
    {
        var traffic = new ExportTraffic();
        var cpu = new CpuMeter();
        cpu.Begin();
        take(traffic.Template(Seconds), Seconds * 1_000_000_000L);
        for (long n = 0; n < records; n += ExportTraffic.RecordsPerDatagram) take(traffic.Next(Seconds), Seconds * 1_000_000_000L + n * 10_000);
        cpu.End();
        return cpu;
    }

    private static async Task<string> LoopbackAsync(int records, int rate, CancellationToken cancellation)
    {
        var options = new CollectorOptions { Listen = "127.0.0.1", Ports = [0] };
        await using var bus = new DiscardingBus();
        var source = new UdpDatagramSource(options, TimeProvider.System);
        using var worker = new CollectorWorker(options, source, "run", new(bus, TimeProvider.System, new HealthBoard(TimeProvider.System)), null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = Task.Run(() => worker.RunAsync(stop.Token), cancellation);
        await Task.Delay(500, cancellation);
        var cpu = new CpuMeter();
        cpu.Begin();
        using (var sender = Sender(source.Ports[0], records, rate == 0 ? int.MaxValue : rate)) await sender.WaitForExitAsync(cancellation);
        // What came is worked off, however long that takes: the machine may be busy with other things.
        for (long before = -1; before != worker.Datagrams; await Task.Delay(1000, cancellation)) before = worker.Datagrams;
        await stop.CancelAsync();
        await running;
        cpu.End();
        var domain = worker.Collector.Decoder.Domains.All.First();
        long expected = (records + ExportTraffic.RecordsPerDatagram - 1) / ExportTraffic.RecordsPerDatagram * ExportTraffic.RecordsPerDatagram;
        string losses = string.Join(", ", source.Losses.Select(l => $"{l.Reason} {l.Count}"));
        return Line(rate == 0 ? "loopback, top speed" : $"loopback, {rate}/s", domain.Records, cpu)
            + string.Create(CultureInfo.InvariantCulture, $", {expected - domain.Records} records lost ({losses}), {worker.Records} flow records of {(double)bus.Bytes / Math.Max(1, worker.Records):0} bytes");
    }

    private static Process Sender(int port, int records, int rate)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (string a in (string[])["collector", "--send", Text(port), "--records", Text(records), "--rate", Text(rate)]) start.ArgumentList.Add(a);
        return Process.Start(start)!;
    }

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static string Line(string what, long records, CpuMeter cpu) => string.Create(CultureInfo.InvariantCulture,
        $"{what,-22}{records / cpu.Cpu.TotalSeconds / 1000,9:0} k records per CPU second ({records} records, {cpu.Cpu.TotalSeconds:0.000} CPU s, {cpu.Wall.TotalSeconds:0.000} s, {(double)cpu.Allocated / records:0} B allocated per record)");

    private delegate void Take(ReadOnlySpan<byte> datagram, long received);

    private sealed class CountingSink : IExportSink
    {
        public long Records { get; private set; }

        public void Flow(ref ForeignRecord record, ExportDomain domain, in ExportHeader header) => Records++;
    }
}
