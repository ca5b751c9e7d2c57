using System.CommandLine;
using NetThreat.Capture.Inputs;
using NetThreat.Capture.Pacing;
using NetThreat.Configuration;

namespace NetThreat.Commands;

/// <summary><c>netthreat run</c>: the configured roles over captures or interfaces, until the end or Ctrl-C.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Run the configured roles: sensor, collector, detector, correlator and web in one process unless some are named");
        var configuration = new ConfigurationCommandLine(command);
        var input = new InputCommandLine(command);
        var pace = new Option<double?>("--pace") { Description = "Play the capture at this multiple of its own pace instead of as fast as it can be read", HelpName = "FACTOR" };
        var roles = new Option<string?>("--role") { Description = "Roles to run, separated by commas", HelpName = "ROLE[,ROLE…]" };
        command.Options.Add(pace);
        command.Options.Add(roles);
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] set = parsed.GetValue(roles) is { } named ? [$"Roles={named}"] : [];
            var error = parsed.InvocationConfiguration.Error;
            if (configuration.LoadOrTell(parsed, set) is not { } options) return ExitCode.Usage;
            var asked = input.Parse(parsed, options.Capture.Filter);
            if (Fault(asked, parsed.GetValue(pace), options) is { } fault) return Complain(error, fault);
            if (asked.Interfaces.Count > 0 && CaptureRights.Drop(options) is { } problem) return Complain(error, problem, ExitCode.Failed);
            return await SystemRunner.RunAsync(options, asked.IsEmpty ? null : () => Open(asked, parsed.GetValue(pace), options), "", error, cancellation);
        });
        return command;
    }

    private static string? Fault(PacketInput input, double? pace, NetThreatOptions options)
    {
        if (input is { Read.Count: > 0, Interfaces.Count: > 0 }) return "give -r or -i, not both";
        if (input.IsEmpty && options.Roles.Contains(Role.Sensor) && options.Roles.Count < Enum.GetValues<Role>().Length)
            return "the sensor has nothing to read: give -r FILE or -i INTERFACE";
        if (pace is { } factor && !IsPace(factor)) return "--pace must be a number above 0";
        return pace is not null && input.Interfaces.Count > 0 ? "--pace is for captures: an interface has its own pace" : null;
    }

    private static IReadOnlyList<OpenedSource> Open(PacketInput input, double? pace, NetThreatOptions options)
    {
        var opened = PacketSources.OpenAll(input, TimeProvider.System, options.Capture);
        return pace is { } factor ? [.. opened.Select(o => Paced(o, factor))] : opened;
    }

    internal static OpenedSource Paced(OpenedSource opened, double factor) => opened with { Source = new PacedSource(opened.Source, factor, TimeProvider.System) };

    internal static bool IsPace(double factor) => factor > 0 && double.IsFinite(factor);

    private static int Complain(TextWriter error, string message, int code = ExitCode.Usage)
    {
        error.WriteLine($"netthreat: {message}");
        return code;
    }
}
