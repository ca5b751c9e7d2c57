using System.ComponentModel;
using System.Globalization;
using NetThreat.Benchmarks.Flows;
using NetThreat.Benchmarks.Pipeline;
using NetThreat.Capture.Inputs;
using NetThreat.Capture.Live;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Health;
using NetThreat.Core.Packets;
using NetThreat.Testing.Network;

namespace NetThreat.Benchmarks.Live;

/// <summary>
/// A sensor on a wire that tcpreplay fills, in a network namespace of its own: what came, what was dropped and by whom, and what a packet
/// cost. All of the sensor's work is done, down to the encoded messages, which nobody reads.
/// </summary>
internal sealed class LiveBenchmark : IBenchmark
{
    public string Name => "live";

    public string Usage => "live [--packets N] [--pps N] [--loop N] [--ring MB] [--workers N]   packets a second from a virtual wire, without --pps as fast as tcpreplay goes (root)";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var options = new Dictionary<string, int> { ["--packets"] = 300_000, ["--pps"] = int.MaxValue, ["--loop"] = 5, ["--ring"] = 64, ["--workers"] = 1 };
        if (NumberOptions.Read(args, options) is { } problem) return await FailAsync(problem, 2);
        try
        {
            using var network = NetworkNamespace.Create();
            await MeasureAsync(network, options, cancellation);
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or CaptureException)
        {
            return await FailAsync(e.Message, 1);
        }
    }

    private static async Task<int> FailAsync(string problem, int code)
    {
        await Console.Error.WriteLineAsync($"benchmarks: {problem}");
        return code;
    }

    private static async Task MeasureAsync(NetworkNamespace network, Dictionary<string, int> options, CancellationToken cancellation)
    {
        using var capture = LoadCapture.Write(options["--packets"], cancellation);
        var capturing = new CaptureOptions { RingBytes = (long)options["--ring"] << 20, Workers = options["--workers"] };
        var opened = network.Inside(() => PacketSources.OpenAll(new([], [NetworkNamespace.Tap]), TimeProvider.System, capturing));
        await using var bus = new DiscardingBus();
        var ports = new SensorPorts(bus, TimeProvider.System, new HealthBoard(TimeProvider.System));
        var workers = opened.Select((o, i) => new SensorWorker(new SensorOptions(), o.Source, o.Run, ports, i + 1)).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = Task.WhenAll(workers.Select(w => Task.Run(() => w.RunAsync(stop.Token), CancellationToken.None)));
        // The first packets pay for compiling the code.
        await Task.Run(() => network.Replay(capture.Path, "--pps=50000"), cancellation);
        var before = await SettledAsync(network, opened, workers, cancellation);
        var meter = new CpuMeter();
        meter.Begin();
        string said = await Task.Run(() => network.Replay(capture.Path, Pace(options)), cancellation);
        var after = await SettledAsync(network, opened, workers, cancellation);
        meter.End();
        await stop.CancelAsync();
        await running;
        Print(capture.Packets * options["--loop"], after - before, meter, said);
        workers.ForEach(w => w.Dispose());
    }

    /// <summary>The counts when nothing moves any more.</summary>
    private static async Task<Counts> SettledAsync(NetworkNamespace network, IReadOnlyList<OpenedSource> opened, List<SensorWorker> workers, CancellationToken cancellation)
    {
        for (var last = default(Counts); ;)
        {
            await Task.Delay(100, cancellation);
            var counts = new Counts(
                network.Received(), workers.Sum(w => w.Packets), opened.Sum(o => o.Source.Losses.Where(l => l.Reason == "kernel_drop").Sum(l => l.Count)), workers.Sum(w => w.ShedPackets));
            if (counts == last) return counts;
            last = counts;
        }
    }

    private static string[] Pace(Dictionary<string, int> options) =>
    [
        "--preload-pcap", $"--loop={options["--loop"]}",
        options["--pps"] == int.MaxValue ? "--topspeed" : string.Create(CultureInfo.InvariantCulture, $"--pps={options["--pps"]}"),
    ];

    private static void Print(long sent, Counts counts, CpuMeter meter, string said)
    {
        foreach (string line in said.Split('\n').Where(l => l.StartsWith("Rated", StringComparison.Ordinal))) Console.WriteLine(line);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"sent {sent}, at the interface {counts.Received}, read {counts.Read}, dropped by the kernel {counts.Dropped}, left out under pressure {counts.Shed}, unaccounted {counts.Received - counts.Read - counts.Dropped}"));
        Console.WriteLine(meter.Line("sensor", "packet", Math.Max(1, counts.Read)));
    }

    private readonly record struct Counts(long Received, long Read, long Dropped, long Shed)
    {
        public static Counts operator -(Counts a, Counts b) => new(a.Received - b.Received, a.Read - b.Read, a.Dropped - b.Dropped, a.Shed - b.Shed);
    }
}
