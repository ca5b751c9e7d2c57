using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NetThreat.IntegrationTests.CommandLine;

namespace NetThreat.IntegrationTests.Running;

/// <summary>A <c>netthreat</c> process that goes on until it is asked to end, and what it says meanwhile.</summary>
internal sealed partial class RunningSystem : IAsyncDisposable
{
    private const int Interrupt = 2, Terminate = 15;

    // Against a hang alone: no test depends on how long anything takes.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<string> _lines = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    private RunningSystem(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        _reading = Task.WhenAll(ReadAsync(process.StandardError), ReadAsync(process.StandardOutput)).ContinueWith(_ => Note(null), TaskScheduler.Default);
    }

    /// <summary>What was said so far, on either stream.</summary>
    public IReadOnlyList<string> Lines
    {
        get { lock (_lines) return [.. _lines]; }
    }

    /// <summary>The password of the first user, where one was printed.</summary>
    public string? Password => Lines.FirstOrDefault(l => l.Contains(" password ", StringComparison.Ordinal))?.Split(" password ")[1].Split(' ')[0];

    /// <summary>Starts and waits until it says how to end it.</summary>
    public static Task<RunningSystem> StartAsync(params string[] arguments) => StartedAsync(NetThreatProcess.Start(new Dictionary<string, string>(), arguments));

    /// <summary>The same in a network namespace.</summary>
    public static Task<RunningSystem> StartInAsync(string network, params string[] arguments) => StartedAsync(NetThreatProcess.StartIn(["ip", "netns", "exec", network], arguments));

    private static async Task<RunningSystem> StartedAsync(Process process)
    {
        var system = new RunningSystem(process);
        await system.SaysAsync("netthreat: Ctrl-C ends");
        return system;
    }

    /// <summary>What the kernel says of the rights of each of its threads: capability sets and NoNewPrivs.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, ulong>> Threads() => [.. Directory.EnumerateDirectories($"/proc/{_process.Id}/task").Select(t => File
        .ReadLines(Path.Combine(t, "status")).Select(l => l.Split(':', 2)).Where(l => l[0].StartsWith("Cap", StringComparison.Ordinal) || l[0] == "NoNewPrivs")
        .ToDictionary(l => l[0], l => ulong.Parse(l[1].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)))];

    /// <summary>Where its dashboard is.</summary>
    public async Task<Uri> AddressAsync()
    {
        const string Prefix = "netthreat: dashboard at ";
        return new((await SaysAsync(Prefix))[Prefix.Length..]);
    }

    /// <summary>Waits for the line that begins so.</summary>
    public async Task<string> SaysAsync(string prefix)
    {
        while (true)
        {
            Task news;
            lock (_lines)
            {
                if (_lines.Find(l => l.StartsWith(prefix, StringComparison.Ordinal)) is { } line) return line;
                Assert.False(_ended, $"'{prefix}' was not said, but: {string.Join('\n', _lines)}");
                news = _news.Task;
            }
            await news.WaitAsync(s_patience);
        }
    }

    /// <summary>Ctrl-C, and the exit code it comes to.</summary>
    public async Task<int> InterruptAsync()
    {
        Assert.Equal(0, Kill(_process.Id, IgnoresInterrupt() ? Terminate : Interrupt));
        return await EndAsync();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    /// <summary>A job that a shell has put into the background hands SIGINT down as ignored; SIGTERM ends in the same order.</summary>
    private bool IgnoresInterrupt()
    {
        string ignored = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (Interrupt - 1) & 1) == 1;
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line) Note(line);
    }

    private void Note(string? line)
    {
        TaskCompletionSource before;
        lock (_lines)
        {
            if (line is null) _ended = true;
            else _lines.Add(line);
            (before, _news) = (_news, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        before.SetResult();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
