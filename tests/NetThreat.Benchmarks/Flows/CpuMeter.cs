using System.Diagnostics;

namespace NetThreat.Benchmarks.Flows;

/// <summary>Adds up what pieces of work cost this process: CPU time of all its threads, wall time, allocated bytes.</summary>
internal sealed class CpuMeter
{
    private TimeSpan _cpu;
    private long _started, _allocated;

    public TimeSpan Cpu { get; private set; }

    public TimeSpan Wall { get; private set; }

    public long Allocated { get; private set; }

    public void Begin()
    {
        _started = Stopwatch.GetTimestamp();
        _allocated = GC.GetTotalAllocatedBytes();
        _cpu = Environment.CpuUsage.TotalTime;
    }

    public void End()
    {
        Cpu += Environment.CpuUsage.TotalTime - _cpu;
        Allocated += GC.GetTotalAllocatedBytes() - _allocated;
        Wall += Stopwatch.GetElapsedTime(_started);
    }

    /// <summary>One line: microseconds of CPU and of wall time and bytes allocated for each of <paramref name="count"/> things.</summary>
    public string Line(string what, string thing, long count) => FormattableString.Invariant(
        $"{what,-14}{Cpu.TotalMicroseconds / count,9:0.000} us CPU {Wall.TotalMicroseconds / count,9:0.000} us wall {(double)Allocated / count,9:0} B allocated per {thing} ({Cpu.TotalSeconds:0.000} CPU s for {count})");
}
