using System.CommandLine;
using System.Globalization;
using NetThreat.Capture.Collector;
using NetThreat.Capture.Files;
using NetThreat.Configuration;
using NetThreat.Core.Packets;
using NetThreat.FlowExport;
using NetThreat.FlowExport.Outputs;

namespace NetThreat.Commands;

/// <summary><c>netthreat collect</c>: the flow records of other exporters, out of files, in the formats of <c>netthreat flows</c>.</summary>
internal static class CollectCommand
{
    private static readonly Option<string[]> Read = new("--read", "-r")
    {
        Description = "Files to read: captures with NetFlow, IPFIX or sFlow datagrams in them, IPFIX files, logs of Zeek (conn, dns, ssl, http; TSV or JSON) and Suricata (EVE), plain or gzip; folders and patterns",
        HelpName = "PATH",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Format = new("--format") { Description = "As of netthreat flows", HelpName = "FORMAT", DefaultValueFactory = _ => FlowFormats.All[0].Name };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "File to write; - is standard output", HelpName = "FILE", DefaultValueFactory = _ => OutputFile.StandardOutput };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong([.. FlowFormats.All.Select(f => f.Name).Where(n => n != FlowFormats.CicCompatible)]);
        var command = new Command("collect", "Turn the flow records of other exporters, and logs of Zeek and Suricata, into our own");
        var configuration = new ConfigurationCommandLine(command);
        command.Options.Add(Read);
        command.Options.Add(Format);
        command.Options.Add(Output);
        command.SetAction((parsed, cancellation) => Task.FromResult(configuration.LoadOrTell(parsed, []) is { } options
            ? Run(parsed, options.Collector, parsed.InvocationConfiguration.Error, cancellation)
            : ExitCode.Usage));
        return command;
    }

    private static int Run(ParseResult parsed, CollectorOptions options, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            var paths = FileList.Expand(parsed.GetValue(Read)!).Select(f => f.Path).ToList();
            using var output = new FileOutput(parsed.GetValue(Output)!, FlowFormats.Of(parsed.GetValue(Format)!));
            var files = new CollectedFiles(options, r => output.Write(r, r.Application));
            files.Read(paths, cancellation);
            output.End();
            Tell(files, errors);
            return ExitCode.Good;
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

    private static void Tell(CollectedFiles files, TextWriter errors)
    {
        foreach (string warning in files.Warnings) errors.WriteLine($"netthreat: warning: {warning}");
        foreach (var row in files.Ledger.Where(r => r.In > 0))
        {
            string dropped = string.Concat(row.Dropped.Select(d => string.Create(CultureInfo.InvariantCulture, $", {d.Reason} {d.Count}")));
            errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"netthreat: {row.Stage}: {row.In} {row.Unit} in, {row.Out} out{dropped}{(row.Held > 0 ? $", {row.Held} held" : "")}"));
        }

        errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"netthreat: {files.Flows} flows out"));
    }
}
