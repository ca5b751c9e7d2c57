using System.Globalization;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Training;

/// <summary>Shows how far a training is: a bar that is written over on a terminal, elsewhere a plain line for every tenth.</summary>
/// <param name="terminal">The writer is a terminal.</param>
internal sealed class TrainProgress(TextWriter writer, bool terminal, TimeProvider time) : IProgress<FitProgress>, IProgress<TableProgress>
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private string _stage = "";
    private long _last;
    private int _tenth = -1, _width;

    /// <summary>Standard error that people look at.</summary>
    public static bool IsTerminal(TextWriter writer) => !Console.IsErrorRedirected && writer == Console.Error;

    /// <summary>Begins another part of the work.</summary>
    public void Stage(string name)
    {
        End();
        lock (_lock) (_stage, _tenth, _last) = (name, -1, 0);
    }

    public void Report(FitProgress value) => Show(value.Share, value.State);

    public void Report(TableProgress value) => Show(value.Share ?? 0, string.Create(CultureInfo.InvariantCulture, $"{value.Rows:N0} rows"));

    /// <summary>Takes the bar away.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_width > 0) writer.Write("\r" + new string(' ', _width) + "\r");
            writer.Flush();
            _width = 0;
        }
    }

    private void Show(double share, string state)
    {
        share = Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1);
        lock (_lock)
        {
            if (terminal) Bar(share, state);
            else if ((int)(share * 10) > _tenth) Line(share, state);
        }
    }

    private void Line(double share, string state)
    {
        _tenth = (int)(share * 10);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"netthreat: {_stage}: {share * 100:0} %, {state}"));
    }

    private void Bar(double share, string state)
    {
        if (_last != 0 && time.GetElapsedTime(_last) < Pause && share < 1) return;
        _last = time.GetTimestamp();
        int full = (int)(share * BarWidth);
        string line = string.Create(CultureInfo.InvariantCulture, $"{_stage} [{new string('#', full)}{new string('.', BarWidth - full)}] {share * 100,3:0} %  {state}");
        writer.Write("\r" + line.PadRight(_width));
        writer.Flush();
        _width = line.Length;
    }
}
