using System.Globalization;
using System.Runtime.InteropServices;

namespace NetThreat.Learning.Trust;

/// <summary>Limits of the operating system that a process sets on itself and cannot raise again (Linux, setrlimit(2)).</summary>
internal static partial class ProcessLimits
{
    private const int Cpu = 0, FileSize = 1, Data = 2, Core = 4;

    /// <summary>The runtime keeps small files in memory of its own; a model has nothing to write.</summary>
    private const long MaxFileBytes = 1 << 20;

    /// <summary>
    /// Limits memory, processor time, files written and core dumps from here on. Elsewhere than on Linux nothing is done: the process that
    /// started this one watches its memory and time.
    /// </summary>
    /// <exception cref="LearningException">The system refuses a limit.</exception>
    public static void Apply(long memoryBytes, int cpuSeconds)
    {
        if (!OperatingSystem.IsLinux()) return;
        Set(Data, "memory", UsedMemory() + memoryBytes);
        Set(Cpu, "processor time", (long)Math.Ceiling(Environment.CpuUsage.TotalTime.TotalSeconds) + cpuSeconds);
        Set(FileSize, "files", MaxFileBytes);
        Set(Core, "core dumps", 0);
    }

    /// <summary>Private writable memory in bytes: what RLIMIT_DATA counts. Address space that is only reserved is not in it.</summary>
    private static long UsedMemory()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmData:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }

    private static void Set(int resource, string name, long value)
    {
        var limit = new Limit { Soft = (ulong)value, Hard = (ulong)value };
        if (SetLimit(resource, limit) != 0) throw new LearningException($"the system refuses a limit of {value} for {name} (error {Marshal.GetLastPInvokeError()})");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
