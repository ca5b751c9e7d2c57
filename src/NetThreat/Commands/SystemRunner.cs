using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NetThreat.Capture.Files;
using NetThreat.Capture.Inputs;
using NetThreat.Composition;
using NetThreat.Configuration;
using NetThreat.Core.Packets;
using NetThreat.Core.Stores;
using NetThreat.Learning;
using NetThreat.Web;

namespace NetThreat.Commands;

/// <summary>Runs a system for a command: tells people where it is, waits for the end or Ctrl-C, and gives the exit code.</summary>
internal static class SystemRunner
{
    /// <param name="open">Opens what the sensor reads; null without.</param>
    /// <param name="what">What people will see, in a line; empty for nothing.</param>
    /// <param name="error">Where people read.</param>
    public static async Task<int> RunAsync(NetThreatOptions options, Func<IReadOnlyList<OpenedSource>>? open, string what, TextWriter error, CancellationToken stop)
    {
        if (DataFolder.Prepare(options.DataFolder()) is { } problem) return Fail(error, problem);
        using var logging = LoggerFactory.Create(Log);
        await using var system = new SystemHost(options, logging, TimeProvider.System);
        try
        {
            // Opening reads the first bytes, and a pipe may have none yet.
            IReadOnlyList<OpenedSource> input = open is null ? [] : await Task.Run(open, stop).WaitAsync(stop);
            await system.StartAsync(input, stop);
            Tell(system, what, error);
            return await WaitAsync(system, [.. input.Select(i => i.Source).OfType<IWarningSource>()], options.Roles.Contains(Role.Web) || options.Collects(), error, stop);
        }
        catch (Exception e) when (e is CaptureException or StoreException or WebStartException or LearningException)
        {
            return Fail(error, e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Good;
        }
    }

    /// <summary>With a dashboard the process stays; without one it ends when its source does.</summary>
    private static async Task<int> WaitAsync(SystemHost system, IReadOnlyList<IWarningSource> sources, bool stays, TextWriter error, CancellationToken stop)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var failure = system.WaitForFailureAsync(waiting.Token);
        await Task.WhenAny(failure, system.SourceEnded);
        if (!stop.IsCancellationRequested && system.SourceEnded.IsCompletedSuccessfully)
        {
            Summarize(system, sources, error);
            sources = [];
            if (stays) await Task.WhenAny(failure);
        }
        await waiting.CancelAsync();
        bool complete = await system.StopAsync(stop);
        if (system.SourceEnded.IsCompleted) Warn(sources, error);
        if (system.Failure is { } died) return Fail(error, Words(died.Part, died.Cause));
        return complete ? ExitCode.Good : Fail(error, "the stop took too long: what was read last is not in the store");
    }

    /// <summary>Standard output belongs to data. The keys of sessions lie in a folder that its owner alone can read: nothing to warn of.</summary>
    private static void Log(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // It repeats for every form that the page with the form may not be cached, as it has to be.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        // A start that fails is thrown as well, and said in a line.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddSimpleConsole(c => c.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(c => c.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void Tell(SystemHost system, string what, TextWriter error)
    {
        if (what.Length > 0) error.WriteLine($"netthreat: {what}");
        if (system.WebAddress is { } address) error.WriteLine($"netthreat: dashboard at {address}");
        if (system.FirstPassword is { } password) error.WriteLine($"netthreat: sign in as admin with the password {password} (shown this once; change it after signing in)");
        error.WriteLine("netthreat: Ctrl-C ends");
    }

    private static void Summarize(SystemHost system, IReadOnlyList<IWarningSource> sources, TextWriter error)
    {
        Warn(sources, error);
        if (system.Sensors.Count > 0) error.WriteLine($"netthreat: read {system.Sensors.Sum(s => s.Packets)} packets, {system.Sensors.Sum(s => s.Records)} flow records");
    }

    private static void Warn(IReadOnlyList<IWarningSource> sources, TextWriter error)
    {
        foreach (string warning in sources.SelectMany(s => s.Warnings)) error.WriteLine($"netthreat: warning: {warning}");
    }

    private static string Words(string part, Exception cause) =>
        cause is CaptureException or StoreException ? cause.Message : $"{part} stopped: {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}";

    private static int Fail(TextWriter error, string message)
    {
        error.WriteLine($"netthreat: {message}");
        return ExitCode.Failed;
    }
}
