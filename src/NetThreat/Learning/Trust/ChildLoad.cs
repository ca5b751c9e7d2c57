using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NetThreat.Learning.Store;

namespace NetThreat.Learning.Trust;

/// <summary>
/// The first load of a model, in a process of its own: a file that makes the runtime crash, loop or fill the memory ends that process alone.
/// The child sets limits on itself before it reads the model; this side watches its time and memory and ends it.
/// </summary>
internal static class ChildLoad
{
    /// <summary>The hidden sub-command of <c>netthreat models</c> that the child runs.</summary>
    public const string CommandName = "load-check";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Variables of the environment that the child gets; others may be secrets, and are not its business.</summary>
    private static readonly string[] Passed = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "SYSTEMROOT", "USERPROFILE", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64"];

    /// <summary>Loads the model and scores a test batch in a child process.</summary>
    /// <returns>Never throws for what the model does: a fault is one line.</returns>
    public static LoadVerdict Run(ModelEntry entry, LoadLimits limits, CancellationToken cancelled = default)
    {
        using var child = Process.Start(Start(entry, limits)) ?? throw new LearningException("the process that checks models cannot be started");
        child.StandardInput.Close();
        var said = ReadAsync(child.StandardOutput.BaseStream, limits.MaxOutputBytes);
        var complained = ReadAsync(child.StandardError.BaseStream, limits.MaxOutputBytes);
        var fault = Watch(child, limits, cancelled);
        if (fault is not null)
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
            return LoadVerdict.Bad($"model {entry.Id}: {fault}");
        }
        return Verdict(entry, child.ExitCode, said.GetAwaiter().GetResult(), complained.GetAwaiter().GetResult());
    }

    private static ProcessStartInfo Start(ModelEntry entry, LoadLimits limits)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "netthreat.exe" : "netthreat");
        bool hosted = !File.Exists(program);
        var start = new ProcessStartInfo(hosted ? "dotnet" : program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (hosted) start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "netthreat.dll"));
        foreach (var argument in new[] { "models", CommandName, entry.Folder, "--memory-bytes", $"{limits.MaxMemoryBytes}", "--cpu-seconds", $"{limits.CpuSeconds}" }) start.ArgumentList.Add(argument);
        var passed = Passed.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in passed)
            if (value is not null) start.Environment[name] = value;
        // No sockets, dumps or written files; a heap that ends before the limit of the system does.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{limits.MaxMemoryBytes:x}";
        return start;
    }

    /// <returns>Why the child must be ended, or null when it has ended.</returns>
    private static string? Watch(Process child, LoadLimits limits, CancellationToken cancelled)
    {
        var clock = TimeProvider.System;
        long started = clock.GetTimestamp();
        while (!child.WaitForExit(Poll))
        {
            if (cancelled.IsCancellationRequested) return "the check was cancelled";
            if (clock.GetElapsedTime(started) > limits.Timeout) return $"loading takes more than {limits.Timeout.TotalSeconds:0} s: the process was ended";
            // The program itself needs some of it; the child's own limit is exact where the system has one.
            if (Memory(child) > limits.MaxMemoryBytes + (512L << 20)) return $"loading takes more than {limits.MaxMemoryBytes >> 20} MB of memory: the process was ended";
        }
        return null;
    }

    /// <summary>Resident memory in bytes, 0 once the process has ended.</summary>
    private static long Memory(Process child)
    {
        try
        {
            child.Refresh();
            return child.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private static LoadVerdict Verdict(ModelEntry entry, int exitCode, string said, string complained)
    {
        try
        {
            if (exitCode is ExitCode.Good or ExitCode.Failed && JsonSerializer.Deserialize(said, LoadVerdictJson.Default.LoadVerdict) is { } verdict) return verdict;
        }
        catch (JsonException)
        {
            // It died before it could say anything: the exit code tells how.
        }
        // 128 + signal: 9 and 24 come from the limit of processor time.
        if (exitCode is 128 + 9 or 128 + 24) return LoadVerdict.Bad($"model {entry.Id}: loading takes too much processor time or memory: the system ended the process");
        var last = complained.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "it said nothing";
        return LoadVerdict.Bad($"model {entry.Id}: the process that loaded it crashed (exit code {exitCode}): {(last.Length > 200 ? last[..200] : last).TrimEnd('\r')}");
    }

    /// <summary>Reads to the end, keeps the beginning.</summary>
    private static async Task<string> ReadAsync(Stream stream, int maxBytes)
    {
        var kept = new MemoryStream();
        var chunk = new byte[4096];
        for (int n; (n = await stream.ReadAsync(chunk).ConfigureAwait(false)) > 0;) kept.Write(chunk, 0, (int)Math.Min(n, maxBytes - kept.Length));
        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
