using Microsoft.Extensions.Logging;
using NetThreat.Composition;
using NetThreat.Configuration;
using NetThreat.Core.Packets;
using NetThreat.Core.Stores;
using NetThreat.Web;

namespace NetThreat.Commands;

/// <summary>Runs a system for a command: tells people where it is, waits for the end or Ctrl-C, and gives the exit code.</summary>
internal static class SystemRunner
{
    /// <param name="open">Opens what the sensor reads; null without.</param>
    /// <param name="what">What people will see, in a line; empty for nothing.</param>
    public static async Task<int> RunAsync(NetThreatOptions options, Func<(IPacketSource Source, string Run)>? open, string what, CancellationToken stop)
    {
        if (DataFolder.Prepare(options.DataFolder()) is { } problem) return Fail(problem);
        using var logging = LoggerFactory.Create(b => b.AddSimpleConsole(c => c.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
        await using var system = new SystemHost(options, logging, TimeProvider.System);
        try
        {
            var input = open?.Invoke();
            await system.StartAsync(input?.Source, input?.Run ?? "", stop);
            Tell(system, what);
            return await WaitAsync(system, options, stop);
        }
        catch (Exception e) when (e is CaptureException or StoreException or WebStartException)
        {
            return Fail(e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Good;
        }
    }

    /// <summary>With a dashboard the process stays; without one it ends when its source does.</summary>
    private static async Task<int> WaitAsync(SystemHost system, NetThreatOptions options, CancellationToken stop)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var failure = system.WaitForFailureAsync(waiting.Token);
        await Task.WhenAny(failure, system.SourceEnded);
        if (!failure.IsCompleted && system.SourceEnded.IsCompletedSuccessfully)
        {
            if (system.Sensor is { } s) await Console.Error.WriteLineAsync($"netthreat: read {s.Packets} packets, {s.Records} flow records");
            if (options.Roles.Contains(Role.Web)) await Task.WhenAny(failure);
        }
        (string Part, Exception Cause)? died = failure.IsCompletedSuccessfully ? await failure : null;
        await waiting.CancelAsync();
        await system.StopAsync();
        if (died is not { } d) return ExitCode.Good;
        return Fail(d.Cause is CaptureException or StoreException ? d.Cause.Message : $"{d.Part} stopped: {d.Cause.GetType().Name}: {d.Cause.Message}");
    }

    private static void Tell(SystemHost system, string what)
    {
        if (what.Length > 0) Console.Error.WriteLine($"netthreat: {what}");
        if (system.WebAddress is { } address) Console.Error.WriteLine($"netthreat: dashboard at {address}");
        if (system.FirstPassword is { } password) Console.Error.WriteLine($"netthreat: sign in as admin with the password {password} (shown this once; change it after signing in)");
        Console.Error.WriteLine("netthreat: Ctrl-C ends");
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"netthreat: {message}");
        return ExitCode.Failed;
    }
}
