using System.Diagnostics;
using System.Globalization;
using NetThreat.Testing.Fuzz;

namespace NetThreat.Tests.Fuzz;

/// <summary>
/// Fuzzing for hours: fuzz [--hours N | --decodes N] [--seed S]. A child does the work, so that a read outside an input or a hang, which
/// end or stop a process, are found by the journal; what fails is saved into the corpus.
/// </summary>
internal static class FuzzProgram
{
    private const ulong Chunk = 100_000;

    /// <summary>One input takes microseconds: what makes no progress in so much time of the processor hangs, however busy the machine is.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    public static int Run(string[] args)
    {
        if (FuzzArguments.Parse(args) is not { } arguments)
        {
            Console.Error.WriteLine("usage: fuzz [--hours N | --decodes N] [--seed S]   mutations of real packets through every parser");
            return 2;
        }

        return arguments.Journal is { } journal ? Work(arguments, journal) : Supervise(arguments);
    }

    private static int Work(FuzzArguments arguments, string path)
    {
        var targets = FuzzTargets.Create();
        using var journal = new FuzzJournal(path);
        using var runner = new FuzzRunner(targets, SeedPackets.Load(), arguments.Seed, journal);
        var watch = Stopwatch.StartNew();
        int saved = 0;
        for (ulong at = arguments.From; at < arguments.Decodes && watch.Elapsed < arguments.Time; at += Chunk)
        {
            runner.Run(at, Math.Min(Chunk, arguments.Decodes - at));
            for (; saved < runner.Failures.Count; saved++) Report(runner.Failures[saved]);
            if (at / Chunk % 50 == 0) Progress(targets, runner, at + Chunk, watch);
        }

        runner.End();
        for (; saved < runner.Failures.Count; saved++) Report(runner.Failures[saved]);
        Progress(targets, runner, Math.Min(arguments.Decodes, arguments.From + (ulong)runner.Runs.Sum()), watch);
        return saved == 0 ? 0 : 1;
    }

    private static void Report(FuzzFailure failure)
    {
        Console.WriteLine($"FAULT {failure.Target} at {failure.Iteration}: {failure.Error}");
        if (failure.Input.Bytes.Length > 0) Console.WriteLine($"saved {FuzzCorpus.Save(failure.Target, failure.Input)}");
    }

    private static void Progress(IReadOnlyList<IFuzzTarget> targets, FuzzRunner runner, ulong position, Stopwatch watch) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{position:N0} inputs, {watch.Elapsed.TotalSeconds:F0} s, {runner.Failures.Count} faults, {GC.GetTotalMemory(false) >> 20} MB managed, {Environment.WorkingSet >> 20} MB resident: {string.Join(", ", targets.Select((t, i) => string.Create(CultureInfo.InvariantCulture, $"{t.Name} {runner.Runs[i]:N0}")))}"));

    /// <summary>Runs children until the work is done; one that dies or hangs costs its input, which is saved, and the next goes on behind it.</summary>
    private static int Supervise(FuzzArguments arguments)
    {
        string path = Path.GetTempFileName();
        var watch = Stopwatch.StartNew();
        int faults = 0;
        using var journal = new FuzzJournal(path);
        while (true)
        {
            int code = Child(arguments with { Journal = path, Time = arguments.Time - watch.Elapsed }, journal);
            if (code is 0 or 1) return faults + code > 0 ? 1 : 0;
            var (position, target, input) = journal.Read();
            faults++;
            string name = FuzzTargets.Create()[target].Name;
            Console.WriteLine($"FAULT {name} at {position}: the process {(code == HangCode ? "hung" : $"ended with {code}")}; saved {FuzzCorpus.Save(name, input)}");
            arguments = arguments with { From = position + 1 };
        }
    }

    private const int HangCode = -1000;

    private static int Child(FuzzArguments arguments, FuzzJournal journal)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        start.ArgumentList.Add(typeof(FuzzProgram).Assembly.Location);
        foreach (string argument in arguments.ToChild()) start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var (last, since) = (ulong.MaxValue, TimeSpan.Zero);
        while (!child.WaitForExit(Look))
        {
            child.Refresh();
            ulong position = journal.Read().Position;
            if (position != last || position <= arguments.From) (last, since) = (position, child.TotalProcessorTime);
            if (child.TotalProcessorTime - since < HangLimit) continue;
            child.Kill();
            child.WaitForExit();
            return HangCode;
        }

        return child.ExitCode;
    }
}
