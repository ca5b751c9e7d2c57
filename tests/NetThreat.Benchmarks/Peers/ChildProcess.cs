using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NetThreat.Benchmarks.Peers;

/// <summary>What a program cost: processor time of all its threads, user and system, wall time, and its largest resident memory.</summary>
internal readonly record struct ChildCost(double CpuSeconds, double WallSeconds, long PeakBytes);

/// <summary>Runs a program to its end and asks the kernel what it cost.</summary>
internal static partial class ChildProcess
{
    private const int Children = -1;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>Two times and fourteen counters, each 64 bits (getrusage(2) on 64-bit Linux).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Usage
    {
        public long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds;
        public fixed long Counters[14];
    }

    /// <returns>Null when the program cannot be found.</returns>
    public static string? Find(string name) => new[] { "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin" }
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <exception cref="InvalidOperationException">It cannot be started or reports a failure.</exception>
    /// <param name="longest">Killed after this; three minutes unless told.</param>
    public static async Task<ChildCost> RunAsync(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellation, TimeSpan? longest = null)
    {
        var limitOfTime = longest ?? Longest;
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        double before = CpuOfChildren();
        long began = Stopwatch.GetTimestamp();
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(limitOfTime);
            using var end = limit.Token.Register(() => process.Kill(entireProcessTree: true));
            var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            long peak = await PeakAsync(process);
            await process.WaitForExitAsync(CancellationToken.None);
            await output;
            cancellation.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested) throw new InvalidOperationException($"{Path.GetFileName(program)} did not end within {limitOfTime.TotalMinutes:0} minutes");
            if (process.ExitCode != 0) throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {(await errors).Trim()}");
            return new(CpuOfChildren() - before, Stopwatch.GetElapsedTime(began).TotalSeconds, peak);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} does not start: {e.Message}", e);
        }
    }

    /// <summary>VmHWM only grows, so its last reading is the peak but for what happened in the last moment.</summary>
    private static async Task<long> PeakAsync(Process process)
    {
        long peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, ReadPeak(process.Id));
            await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(20, CancellationToken.None));
        }

        return peak;
    }

    private static long ReadPeak(int id)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static double CpuOfChildren()
    {
        if (GetUsage(Children, out var usage) != 0) throw new InvalidOperationException("the kernel does not tell what children cost");
        return usage.UserSeconds + usage.SystemSeconds + (usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, out Usage usage);
}
