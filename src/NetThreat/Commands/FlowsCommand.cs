using System.CommandLine;
using NetThreat.Capture.Files;
using NetThreat.Capture.Inputs;
using NetThreat.Capture.Live.Privileges;
using NetThreat.Core.Packets;
using NetThreat.FlowExport;
using NetThreat.FlowExport.Outputs;
using NetThreat.Flows;

namespace NetThreat.Commands;

/// <summary><c>netthreat flows</c>: the flows of captures in the formats of the field.</summary>
internal static class FlowsCommand
{
    private const int MaxWorkers = 256;

    /// <summary>Room for a million flows at once with everything that is measured of them; taken only where they are.</summary>
    private const long MaxMemoryBytes = 2L << 30;

    private static readonly Option<string[]> Read = new("--read", "-r")
    {
        Description = "Captures to read (pcap, pcapng, gzip of either): files, folders, patterns; - is standard input. May be given several times",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Interface = new("--interface", "-i") { Description = "Interface to listen on until Ctrl-C; may be given several times", HelpName = "NAME" };

    private static readonly Option<string> Filter = new("--filter", "-F") { Description = "Only packets that this BPF filter lets through", HelpName = "EXPRESSION", DefaultValueFactory = _ => "" };

    private static readonly Option<string> Format = new("--format")
    {
        Description = string.Join("; ", FlowFormats.All.Select(f => $"{f.Name}: {f.Summary}")),
        HelpName = "FORMAT",
        DefaultValueFactory = _ => FlowFormats.All[0].Name,
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "File to write, or a folder (one that exists, or a name ending in /); - is standard output",
        HelpName = "PATH",
        DefaultValueFactory = _ => OutputFile.StandardOutput,
    };

    private static readonly Option<string?> Rotate = new("--rotate") { Description = "Into a folder: begin new files each time this long of the traffic's own time has passed, for example 10m, 1h", HelpName = "DURATION" };

    private static readonly Option<int> Workers = new("--workers") { Description = "Threads that meter", HelpName = "N", DefaultValueFactory = _ => 1 };

    private static readonly Option<string> Profile = new("--profile") { Description = "basic (counters and CICFlowMeter's columns) or full (everything)", HelpName = "PROFILE", DefaultValueFactory = _ => "full" };

    private static readonly Option<bool> Progress = new("--progress") { Description = "Show progress on standard error although it is no terminal" };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong([.. FlowFormats.All.Select(f => f.Name)]);
        Profile.AcceptOnlyFromAmong("basic", "full");
        var command = new Command("flows", "Turn captures, or the traffic of an interface, into flow records") { Read, Interface, Filter, Format, Output, Rotate, Workers, Profile, Progress };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, parsed.InvocationConfiguration.Error, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter errors, CancellationToken cancellation)
    {
        var input = new PacketInput(parsed.GetValue(Read) ?? [], parsed.GetValue(Interface) ?? [], parsed.GetValue(Filter)!);
        var request = FlowsRequest.From(
            input, parsed.GetValue(Format)!, parsed.GetValue(Output)!, parsed.GetValue(Rotate), parsed.GetValue(Workers), MaxWorkers, out string fault);
        if (request is null)
        {
            errors.WriteLine($"netthreat: {fault}");
            return ExitCode.Usage;
        }

        try
        {
            if (input.Interfaces.Count > 0) CapturePrivileges.KeepOnly(CapturePrivileges.NetRaw);
            using var source = PacketSources.Open(input, TimeProvider.System).Source;
            if (source.IsLive) errors.WriteLine("netthreat: Ctrl-C ends");
            var meter = new MeterOptions { Profile = parsed.GetValue(Profile) == "basic" ? MeterProfile.Basic : MeterProfile.Full, MaxMemoryBytes = MaxMemoryBytes };
            return Export(source, request, new ExportOptions(meter, request.Workers), Show(parsed, errors), errors, cancellation);
        }
        catch (OutputException e) when (e.ReaderLeft)
        {
            return ExitCode.Good;
        }
        catch (Exception e) when (e is CaptureException or OutputException)
        {
            errors.WriteLine($"netthreat: {e.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
    }

    private static int Export(IPacketSource source, FlowsRequest request, ExportOptions options, ConsoleProgress? progress, TextWriter errors, CancellationToken cancellation)
    {
        using var output = request.OpenOutput();
        FlowExportSummary summary;
        try
        {
            summary = request.Format.Name == FlowFormats.CicCompatible
                ? new CicExporter(source, output, progress).Run(cancellation)
                : new FlowExporter(source, output, options, progress).Run(cancellation);
        }
        finally
        {
            progress?.End();
        }

        foreach (string warning in (source as IWarningSource)?.Warnings ?? []) errors.WriteLine($"netthreat: warning: {warning}");
        errors.WriteLine($"netthreat: {summary}");
        return ExitCode.Good;
    }

    private static ConsoleProgress? Show(ParseResult parsed, TextWriter errors) =>
        parsed.GetValue(Progress) || (!Console.IsErrorRedirected && errors == Console.Error) ? new ConsoleProgress(errors, TimeProvider.System) : null;
}
