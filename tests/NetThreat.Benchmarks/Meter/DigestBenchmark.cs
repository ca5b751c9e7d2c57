using System.Globalization;
using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.Core.Streams;
using NetThreat.Flows;

namespace NetThreat.Benchmarks.Meter;

/// <summary>
/// A digest of all records of each capture, with the default options and with short timeouts: two versions of the meter that print the
/// same lines make the same records to the last bit.
/// </summary>
internal sealed class DigestBenchmark : IBenchmark
{
    private static readonly MeterOptions Short = new()
    {
        TcpIdleTimeout = TimeSpan.FromSeconds(2),
        UdpIdleTimeout = TimeSpan.FromMilliseconds(700),
        IcmpIdleTimeout = TimeSpan.FromMilliseconds(300),
        OtherIdleTimeout = TimeSpan.FromMilliseconds(300),
        FirstSegment = TimeSpan.FromMilliseconds(50),
        SegmentInterval = TimeSpan.FromMilliseconds(400),
        CloseDelay = TimeSpan.FromMilliseconds(20),
    };

    public string Name => "digest";

    public string Usage => "digest FILE|FOLDER...   a digest of all records of each capture, to compare versions of the meter";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        foreach (string path in args.SelectMany(Captures))
        {
            cancellation.ThrowIfCancellationRequested();
            await Console.Out.WriteLineAsync($"{Of(path, new MeterOptions())} {Of(path, Short)} {path}");
        }

        return 0;
    }

    private static IEnumerable<string> Captures(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [path];

    private static string Of(string path, MeterOptions options)
    {
        var digest = new RecordDigest();
        try
        {
            using var source = CaptureFile.Open(path);
            using var meter = new FlowMeter(options, new Vantage("site", "tap"), digest.Add);
            var batch = new PacketBatch();
            while (source.Read(batch, default)) meter.Process(batch);
            meter.Finish();
            return string.Create(CultureInfo.InvariantCulture, $"{digest} {digest.Records}");
        }
        catch (CaptureException)
        {
            return "unreadable";
        }
    }
}
