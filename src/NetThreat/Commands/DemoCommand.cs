using System.CommandLine;
using NetThreat.Capture.Inputs;
using NetThreat.Capture.Pacing;
using NetThreat.Configuration;
using NetThreat.Core.Time;
using NetThreat.Simulation;

namespace NetThreat.Commands;

/// <summary><c>netthreat demo</c>: the whole system over simulated traffic with two attacks, or over any capture at its own pace.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Command("demo", "Show the whole system live: an office with a port scan and a SYN flood, or a capture of yours, until Ctrl-C");
        var configuration = new ConfigurationCommandLine(command);
        var read = new Option<string?>("--read", "-r") { Description = "Play this capture instead of simulated traffic", HelpName = "FILE" };
        var pace = new Option<double>("--pace") { Description = "Multiple of the traffic's own pace", HelpName = "FACTOR", DefaultValueFactory = _ => 1 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the simulated traffic", HelpName = "N", DefaultValueFactory = _ => 1 };
        command.Options.Add(read);
        command.Options.Add(pace);
        command.Options.Add(seed);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (configuration.LoadOrTell(parsed) is not { } options) return ExitCode.Usage;
            var error = parsed.InvocationConfiguration.Error;
            double factor = parsed.GetValue(pace);
            if (!RunCommand.IsPace(factor))
            {
                error.WriteLine("netthreat: --pace must be a number above 0");
                return ExitCode.Usage;
            }
            var file = parsed.GetValue(read);
            return await SystemRunner.RunAsync(options, () => [file is null ? Simulated(parsed.GetValue(seed), factor) : RunCommand.Paced(PacketSources.Open(new([file], []), TimeProvider.System), factor)],
                file is null ? "an office of twelve hosts; a port scan begins after 8 s, a SYN flood after 30 s" : $"{file} at {factor:0.##} times its pace", error, cancellation);
        });
        return command;
    }

    private static OpenedSource Simulated(ulong seed, double factor)
    {
        var time = TimeProvider.System;
        var start = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        return new(new PacedSource(new SimulatedPacketSource(Scenarios.Demo(seed), start), factor, time), $"demo-{start.Nanoseconds}");
    }
}
