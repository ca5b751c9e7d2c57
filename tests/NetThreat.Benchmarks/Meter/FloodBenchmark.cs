using System.Globalization;
using NetThreat.Benchmarks.Flows;
using NetThreat.Core.Flows;
using NetThreat.Core.Streams;
using NetThreat.Flows;
using NetThreat.Flows.Records;

namespace NetThreat.Benchmarks.Meter;

/// <summary>
/// A flood of tuples over conversations: is the memory limit held, do the conversations survive, is every packet accounted for, and what
/// does a packet cost beside the same packets of as many flows as fit.
/// </summary>
internal sealed class FloodBenchmark : IBenchmark
{
    private const long Limit = 512L << 20, Fitting = 1L << 20;

    public string Name => "flood";

    public string Usage => "flood [PACKETS]   a flood of as many tuples (10,000,000) over 1,000 conversations, within 512 MB";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        long packets = 10_000_000;
        if (args.Length > 1 || (args.Length == 1 && (!long.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out packets) || packets < 200_000)))
        {
            await Console.Error.WriteLineAsync($"usage: benchmarks {Usage}");
            return 2;
        }

        var plain = new Run(2L << 30);
        plain.Play(packets, Fitting);
        var flood = new Run(Limit);
        flood.Play(packets, packets);
        long expected = FloodTraffic.BackgroundPackets(packets);
        Print(plain, packets, "as many flows as fit");
        Print(flood, packets, "flood");
        Console.WriteLine(Text($"ratio {flood.Cpu.Cpu / plain.Cpu.Cpu:0.00} (goal 2.00)"));
        Console.WriteLine(Text($"background: {flood.Intact(expected)} of {FloodTraffic.Background} conversations intact (goal 990), {flood.BackgroundPackets} of {expected} packets"));
        Console.WriteLine(Text($"ledger: {flood.Unaccounted} packets unaccounted for; memory at most {flood.PeakBytes / 1e6:0} MB of {Limit / 1e6:0} MB"));
        return flood.Unaccounted == 0 && flood.PeakBytes <= Limit && flood.Intact(expected) >= 990 ? 0 : 1;
    }

    private static void Print(Run run, long packets, string what) => Console.WriteLine(run.Cpu.Line(what, "packet", packets + FloodTraffic.BackgroundPackets(packets)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Run(long limit)
    {
        private readonly Dictionary<FlowKey, (int Records, long Packets)> _background = [];

        public CpuMeter Cpu { get; } = new();

        public long PeakBytes { get; private set; }

        public long Unaccounted { get; private set; }

        public long BackgroundPackets => _background.Values.Sum(v => v.Packets);

        public void Play(long packets, long tuples)
        {
            using var meter = FlowMeter.OfRows(new MeterOptions { MaxMemoryBytes = limit, Segments = false }, new Vantage("bench", "tap"), Note);
            Cpu.Begin();
            new FloodTraffic().Play(packets, tuples, batch =>
            {
                meter.Process(batch);
                PeakBytes = Math.Max(PeakBytes, meter.MemoryBytes);
            });
            meter.Finish();
            Cpu.End();
            Unaccounted = meter.Ledger.Snapshot(meter.Clock, meter.HeldPackets).Unaccounted;
        }

        /// <summary>Conversations that are one record with all their packets.</summary>
        public int Intact(long packets) => _background.Values.Count(v => v.Records == 1 && v.Packets >= packets / FloodTraffic.Background);

        private void Note(FlowRow row)
        {
            if (row.Key.ResponderPort != FloodTraffic.BackgroundPort) return;
            var (records, packets) = _background.GetValueOrDefault(row.Key);
            _background[row.Key] = (records + 1, packets + row.Total.Packets);
        }
    }
}
