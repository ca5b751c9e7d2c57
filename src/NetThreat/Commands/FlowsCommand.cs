using System.CommandLine;
using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.FlowExport;

namespace NetThreat.Commands;

/// <summary><c>netthreat flows</c>: the flows of a capture as JSON lines, Zeek's conn.log or CICFlowMeter's CSV.</summary>
internal static class FlowsCommand
{
    public static Command Create()
    {
        var read = new Option<string>("--read", "-r") { Description = "Capture to read (pcap, pcapng, gzip of either); - is standard input", HelpName = "FILE", Required = true };
        var format = new Option<string>("--format") { Description = "json (lines), zeek (conn.log) or cic (CICFlowMeter CSV)", DefaultValueFactory = _ => "json" };
        format.AcceptOnlyFromAmong("json", "zeek", "cic");
        var output = new Option<string>("--output", "-o") { Description = "File to write; - is standard output", HelpName = "FILE", DefaultValueFactory = _ => OutputFile.StandardOutput };
        var command = new Command("flows", "Turn a capture into flow records") { read, format, output };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(parsed.GetValue(read)!, parsed.GetValue(format)!, parsed.GetValue(output)!, parsed.InvocationConfiguration.Error, cancellation)));
        return command;
    }

    private static int Run(string input, string format, string path, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            using var source = CaptureFile.Open(input);
            if (path != OutputFile.StandardOutput && input != CaptureFile.StandardInput && Path.GetFullPath(path) == Path.GetFullPath(input))
                return Fail(errors, $"cannot write {path}: it is the capture being read; name another file");
            return Export(source, Writer(format), path, errors, cancellation);
        }
        catch (CaptureException e)
        {
            return Fail(errors, e.Message);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
    }

    private static int Export(IPacketSource source, IFlowWriter writer, string path, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            using var stream = OutputFile.Open(path);
            var summary = new FlowExporter(source, writer, stream).Run(cancellation);
            if (source is IWarningSource warned)
                foreach (string warning in warned.Warnings) errors.WriteLine($"netthreat: warning: {warning}");
            errors.WriteLine($"netthreat: {summary}");
            return ExitCode.Good;
        }
        catch (IOException e) when (path == OutputFile.StandardOutput && OutputFile.IsBrokenPipe(e))
        {
            return ExitCode.Good;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(errors, OutputFile.Explain(path, e));
        }
    }

    private static IFlowWriter Writer(string format) => format switch
    {
        "zeek" => new ZeekConnWriter(TimeProvider.System),
        "cic" => new CicFlowWriter(),
        _ => new JsonFlowWriter(),
    };

    private static int Fail(TextWriter errors, string message)
    {
        errors.WriteLine($"netthreat: {message}");
        return ExitCode.Failed;
    }
}
