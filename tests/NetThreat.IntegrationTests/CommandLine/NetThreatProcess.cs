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

    public static Task<ProcessOutcome> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) => FinishAsync(Start(environment, arguments), arguments);

    /// <summary>Runs to the end with a file system in memory of its own at <paramref name="folder"/>; it is gone with the process.</summary>
    /// <param name="mountOptions">For example <c>ro</c>.</param>
    public static Task<ProcessOutcome> RunMountedAsync(string folder, string mountOptions, params string[] arguments) =>
        FinishAsync(Launch("unshare", [.. PrivateMountFactAttribute.Unshare, "sh", "-c", "mount -t tmpfs -o \"$1\" tmpfs \"$2\" && shift 2 && exec \"$@\"", "sh", mountOptions, folder, Binary, .. arguments]), arguments);

    /// <summary>Runs to the end behind other programs: <c>setpriv</c>, <c>ip netns exec</c>.</summary>
    public static Task<ProcessOutcome> RunInAsync(string[] before, params string[] arguments) => FinishAsync(StartIn(before, arguments), arguments);

    public static Process StartIn(string[] before, params string[] arguments) => Launch(before[0], [.. before[1..], Binary, .. arguments]);

    /// <summary>Starts a run whose streams belong to the caller.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) => Launch(Binary, arguments, environment);

    private static async Task<ProcessOutcome> FinishAsync(Process started, string[] arguments)
    {
        using var process = started;
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

    private static Process Launch(string file, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("NETTHREAT__", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start");
    }
}
