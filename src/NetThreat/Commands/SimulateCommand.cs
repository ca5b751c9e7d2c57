using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NetThreat.Configuration;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.FlowExport.Outputs;
using NetThreat.Simulation;
using NetThreat.Simulation.Labels;

namespace NetThreat.Commands;

/// <summary><c>netthreat simulate</c>: labelled traffic from a seed as a capture file.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        Option<string> scenario = new("--scenario") { Description = $"What to simulate: {string.Join(", ", Scenarios.Names)}", DefaultValueFactory = _ => "demo" };
        Option<ulong> seed = new("--seed") { Description = "The seed: the same seed gives the same bytes", DefaultValueFactory = _ => 1 };
        Option<TimeSpan> duration = new("--duration")
        {
            Description = "Simulated time, for example 90s, 10m, 2h",
            DefaultValueFactory = _ => TimeSpan.FromMinutes(10),
            CustomParser = Duration,
        };
        Option<string> start = new("--start")
        {
            Description = "Capture time of the beginning (RFC 3339)",
            HelpName = "TIME",
            DefaultValueFactory = _ => "2026-01-05T09:00:00Z",
            CustomParser = Start,
        };
        Option<string> output = new("-o", "--output") { Description = "The capture file to write; - for standard output", HelpName = "FILE", Required = true };
        Option<string?> labels = new("--labels") { HelpName = "FILE", Description = "Also write what the capture holds, as labels for 'netthreat evaluate'" };
        Command command = new("simulate", "Write simulated traffic, harmless and hostile, as a capture file") { scenario, seed, duration, start, output, labels };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            new(parsed.GetValue(scenario)!, parsed.GetValue(seed), parsed.GetValue(duration), parsed.GetValue(start)!, parsed.GetValue(output)!, parsed.GetValue(labels)),
            parsed.InvocationConfiguration.Error, cancellation)));
        return command;
    }

    private static int Run(Request request, TextWriter error, CancellationToken cancellation)
    {
        if (Scenarios.ByName(request.Scenario, request.Seed) is not { } scenario)
        {
            error.WriteLine($"netthreat: no scenario '{request.Scenario}'; there are {string.Join(", ", Scenarios.Names)}");
            return ExitCode.Usage;
        }

        _ = TryTime(request.Start, out var start);
        using var source = new SimulatedPacketSource(scenario with { Duration = request.Duration }, Timestamp.FromDateTimeOffset(start));
        string writing = request.Output;
        try
        {
            long packets = Write(source, request.Output, cancellation);
            if (request.Labels is not null) WriteLabels(source, request.Output, writing = request.Labels);
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"netthreat: {packets} packets of scenario {scenario.Name}, seed {scenario.Seed}"));
            return cancellation.IsCancellationRequested ? ExitCode.Failed : ExitCode.Good;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"netthreat: {OutputFile.Explain(writing, e)}");
            return ExitCode.Failed;
        }
    }

    private static long Write(SimulatedPacketSource source, string output, CancellationToken cancellation)
    {
        using var stream = new BufferedStream(output == "-" ? Console.OpenStandardOutput() : File.Create(output), 1 << 18);
        var writer = new PcapWriter(stream, SimulatedPacketSource.LinkType);
        var batch = new PacketBatch();
        long packets = 0;
        while (!cancellation.IsCancellationRequested && source.Read(batch, cancellation))
        {
            foreach (ref readonly var packet in batch.Packets) writer.Write(packet);
            packets += batch.Count;
        }

        return packets;
    }

    private static void WriteLabels(SimulatedPacketSource source, string output, string labels)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(labels))!;
        string capture = output == "-" ? "-" : Path.GetRelativePath(folder, Path.GetFullPath(output)).Replace('\\', '/');
        using var writer = new StreamWriter(labels);
        LabelWriter.Write(writer, source.Labels(capture));
    }

    private static TimeSpan Duration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        bool good = DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero && duration <= TimeSpan.FromDays(366);
        if (!good) result.AddError($"'{text}' is not a duration: write a positive number and a unit, for example 90s, 10m, 2h (at most 366d)");
        return duration;
    }

    private static string Start(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        bool good = TryTime(text, out var start) && start >= DateTimeOffset.UnixEpoch && start.Year < 2100;
        if (!good) result.AddError($"'{text}' is not a time between 1970 and 2100: write RFC 3339, for example 2026-01-05T09:00:00Z");
        return text;
    }

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private sealed record Request(string Scenario, ulong Seed, TimeSpan Duration, string Start, string Output, string? Labels);
}
