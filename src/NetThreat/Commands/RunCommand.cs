using System.CommandLine;
using NetThreat.Capture.Files;
using NetThreat.Capture.Pacing;
using NetThreat.Capture.Sensor;
using NetThreat.Configuration;
using NetThreat.Core.Packets;

namespace NetThreat.Commands;

/// <summary><c>netthreat run</c>: the configured roles over a capture, until the end or Ctrl-C.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Run the configured roles: sensor, detector, correlator and web in one process unless some are named");
        var configuration = new ConfigurationCommandLine(command);
        var read = new Option<string?>("--read", "-r") { Description = "Capture to read (pcap or pcapng, plain or gzip); - is standard input", HelpName = "FILE" };
        var pace = new Option<double?>("--pace") { Description = "Play the capture at this multiple of its own pace instead of as fast as it can be read", HelpName = "FACTOR" };
        var roles = new Option<string?>("--role") { Description = "Roles to run, separated by commas", HelpName = "ROLE[,ROLE…]" };
        command.Options.Add(read);
        command.Options.Add(pace);
        command.Options.Add(roles);
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] set = parsed.GetValue(roles) is { } named ? [$"Roles={named}"] : [];
            var error = parsed.InvocationConfiguration.Error;
            if (configuration.LoadOrTell(parsed, set) is not { } options) return ExitCode.Usage;
            var file = parsed.GetValue(read);
            if (file is null && options.Roles.Contains(Role.Sensor) && options.Roles.Count < Enum.GetValues<Role>().Length)
                return Complain(error, "the sensor has nothing to read: give -r FILE");
            if (parsed.GetValue(pace) is { } factor && !IsPace(factor)) return Complain(error, "--pace must be a number above 0");
            return await SystemRunner.RunAsync(options, file is null ? null : () => Open(file, parsed.GetValue(pace)), "", error, cancellation);
        });
        return command;
    }

    /// <summary>Opens a capture as the sensor reads it.</summary>
    internal static (IPacketSource Source, string Run) Open(string file, double? pace)
    {
        IPacketSource source = CaptureFile.Open(file);
        string run = file == CaptureFile.StandardInput ? RunId.OfStart(TimeProvider.System) : RunId.OfFile(file);
        return (pace is { } factor ? new PacedSource(source, factor, TimeProvider.System) : source, run);
    }

    internal static bool IsPace(double factor) => factor > 0 && double.IsFinite(factor);

    private static int Complain(TextWriter error, string message)
    {
        error.WriteLine($"netthreat: {message}");
        return ExitCode.Usage;
    }
}
