using NetThreat.Core.Packets;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Logs;

/// <summary>Several log files read side by side in the order of their times, so that what one log tells of a flow comes before the flow's own row.</summary>
internal sealed class LogFiles : IDisposable
{
    private readonly List<Reading> _files = [];

    /// <exception cref="CaptureException">A file cannot be opened.</exception>
    public LogFiles(IEnumerable<string> paths)
    {
        try
        {
            foreach (string path in paths) _files.Add(new(new LogFile(path)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads all files to their ends.</summary>
    /// <exception cref="CaptureException">A file cannot be read on.</exception>
    public void Read(LogCollector collector, CancellationToken cancellation)
    {
        foreach (var f in _files) f.Advance(collector);
        while (_files.Where(f => f.HasRow).MinBy(f => f.Time) is { } next)
        {
            cancellation.ThrowIfCancellationRequested();
            collector.Take(next.Row, Timestamp.MaxValue);
            next.Advance(collector);
        }

        collector.Finish();
    }

    public void Dispose() => _files.ForEach(f => f.Dispose());

    private sealed class Reading(LogFile file) : IDisposable
    {
        public LogRow Row { get; } = new();

        public bool HasRow { get; private set; }

        /// <summary>When the row was written, as far as it tells: the end of a flow, the time of anything else; never going back.</summary>
        public long Time { get; private set; } = long.MinValue;

        public void Advance(LogCollector collector)
        {
            HasRow = file.TryNext(Row, out int broken);
            for (; broken > 0; broken--) collector.Broken();
            if (!HasRow) return;
            long time = Row.Nanoseconds("ts") ?? Row.Nanoseconds("timestamp") ?? 0;
            if (Row.Has("conn_state")) time += Math.Max(0, Row.Nanoseconds("duration") ?? 0);
            Time = Math.Max(Time, time);
        }

        public void Dispose() => file.Dispose();
    }
}
