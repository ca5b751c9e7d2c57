using System.Diagnostics;
using NetThreat.Testing;

namespace NetThreat.IntegrationTests.CommandLine;

/// <summary>What a run of the built executable came to.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard error.</summary>
    public IReadOnlyList<string> ErrorLines { get; } = Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the built executable as a user would.</summary>
internal static class NetThreatProcess
{
    // Against a hang alone: no test depends on how long a run takes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The executable that was built together with these tests.</summary>
    public static string Binary { get; } =
        Path.Combine(Data.Repository, "artifacts", "bin", "NetThreat", new DirectoryInfo(AppContext.BaseDirectory).Name, "netthreat");

    /// <summary>Runs to the end in a folder of its own state, with standard input closed.</summary>
    public static Task<ProcessOutcome> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    public static async Task<ProcessOutcome> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"netthreat {string.Join(' ', arguments)} did not end");
        }
    }

    /// <summary>Starts a run whose streams belong to the caller.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("NETTHREAT__", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{Binary} did not start");
    }
}
