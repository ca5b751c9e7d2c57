namespace NetThreat.Learning.Drift;

/// <summary>Which changes of the mean <see cref="PageHinkley"/> reports.</summary>
public enum PageHinkleyMode
{
    Both,
    Up,
    Down,
}

/// <summary>
/// The Page-Hinkley test (Page, "Continuous inspection schemes", 1954): drift when the faded sum of deviations from the running mean has
/// moved by more than a threshold from its extreme. As river's, it starts afresh with the update after a detection.
/// </summary>
public sealed class PageHinkley : IDriftDetector
{
    private double _mean, _up, _down, _lowest, _highest;
    private int _count;
    private bool _drifted;

    public PageHinkley() => Reset();

    /// <summary>Values since the last detection before the next may be reported.</summary>
    public int MinInstances { get; init; } = 30;

    /// <summary>Deviation that counts as none, in the unit of the values.</summary>
    public double Delta { get; init; } = 0.005;

    /// <summary>How far a sum may move.</summary>
    public double Threshold { get; init; } = 50;

    /// <summary>What a step leaves of the earlier sum.</summary>
    public double Alpha { get; init; } = 0.9999;

    public PageHinkleyMode Mode { get; init; }

    public bool Update(double value)
    {
        if (!double.IsFinite(value)) throw new LearningException("a value of the stream is not finite");
        if (_drifted) Reset();
        _count++;
        _mean += (value - _mean) / _count;
        double deviation = value - _mean;
        _up = Alpha * _up + deviation - Delta;
        _down = Alpha * _down + deviation + Delta;
        _lowest = Math.Min(_lowest, _up);
        _highest = Math.Max(_highest, _down);
        bool rises = Mode != PageHinkleyMode.Down && _up - _lowest > Threshold;
        bool falls = Mode != PageHinkleyMode.Up && _highest - _down > Threshold;
        return _drifted = _count >= MinInstances && (rises || falls);
    }

    private void Reset()
    {
        (_mean, _up, _down, _count, _drifted) = (0, 0, 0, 0, false);
        // River starts the maximum at -1, and what is compared with it are the same numbers.
        (_lowest, _highest) = (double.PositiveInfinity, -1);
    }
}
