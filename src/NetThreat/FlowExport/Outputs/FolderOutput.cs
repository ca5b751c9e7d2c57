using System.Globalization;
using NetThreat.Core.Flows;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport.Outputs;

/// <summary>
/// Every log of a format into a folder, by event time: with an interval, a file holds the flows that ended in it, and its name says when it
/// begins (UTC): conn.2026-01-05-09-00-00.log. Flows out of order go into the file that is open. A log without rows has a file of its own
/// all the same, so that its absence means that nothing was written.
/// </summary>
internal sealed class FolderOutput : IFlowOutput
{
    private readonly string _folder;
    private readonly FlowFormat _format;
    private readonly long _interval;
    private readonly List<LogFile> _open = [];
    private long _begin = long.MinValue;

    /// <param name="interval">Null for one file of each log.</param>
    /// <exception cref="OutputException">The folder cannot be made.</exception>
    public FolderOutput(string folder, FlowFormat format, TimeSpan? interval)
    {
        (_folder, _format, _interval) = (folder, format, (interval ?? TimeSpan.Zero).Ticks * 100);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"cannot make the folder {folder}: {e.Message.ReplaceLineEndings(" ")}", e);
        }

        if (_interval == 0) Open("");
    }

    public void Write(FlowRow flow)
    {
        if (_interval > 0) Rotate(flow.Time.Nanoseconds);
        foreach (var file in _open) file.Write(flow);
    }

    public void Write(FlowRecord flow, ApplicationFacts? facts)
    {
        if (_interval > 0) Rotate(flow.Time.Nanoseconds);
        foreach (var file in _open) file.Write(flow, facts);
    }

    public void Flush()
    {
        foreach (var file in _open) file.Flush();
    }

    public void End()
    {
        foreach (var file in _open) file.End();
    }

    public void Dispose()
    {
        foreach (var file in _open) file.Dispose();
        _open.Clear();
    }

    private void Rotate(long time)
    {
        long begin = time - (time % _interval + _interval) % _interval;
        if (begin <= _begin) return;
        End();
        Dispose();
        _begin = begin;
        Open("." + DateTimeOffset.UnixEpoch.AddTicks(begin / 100).ToString("yyyy-MM-dd-HH-mm-ss", CultureInfo.InvariantCulture));
    }

    private void Open(string suffix)
    {
        foreach (var log in _format.Logs) _open.Add(new LogFile(Path.Combine(_folder, $"{log.Name}{suffix}.{_format.Extension}"), log.Writer()));
    }
}
