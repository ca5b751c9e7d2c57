using System.Globalization;
using NetThreat.Core.Time;

namespace NetThreat.FlowExport;

/// <summary>One line on a terminal that is written over twice a second.</summary>
internal sealed class ConsoleProgress(TextWriter terminal, TimeProvider time) : IExportProgress
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly long _begin = time.GetTimestamp();
    private long _last = time.GetTimestamp();
    private int _width;

    public void Report(long packets, long flows, Timestamp clock)
    {
        if (time.GetElapsedTime(_last) < Pause) return;
        _last = time.GetTimestamp();
        double rate = packets / Math.Max(0.001, time.GetElapsedTime(_begin).TotalSeconds);
        string line = string.Create(CultureInfo.InvariantCulture, $"netthreat: {packets:N0} packets, {flows:N0} flows, {rate:N0} packets/s, at {clock}");
        terminal.Write("\r" + line.PadRight(_width));
        terminal.Flush();
        _width = line.Length;
    }

    public void End()
    {
        if (_width > 0) terminal.Write("\r" + new string(' ', _width) + "\r");
        terminal.Flush();
        _width = 0;
    }
}
