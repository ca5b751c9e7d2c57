namespace NetThreat.Learning.Drift;

/// <summary>
/// ADWIN2 (Bifet and Gavaldà, "Learning from time-changing data with adaptive windowing", 2007): a window that drops its oldest part when
/// the means of some two parts differ by more than chance allows, kept as an exponential histogram in O(log width) memory.
/// </summary>
public sealed class Adwin : IDriftDetector
{
    /// <summary>Row k holds buckets of 2^k values; a stream does not outlive 2^63.</summary>
    private const int MaxRows = 63;

    private readonly List<Bucket>[] _rows = new List<Bucket>[MaxRows];
    private int _used = 1;
    private long _updates;
    private bool _drifted;

    public Adwin()
    {
        for (int k = 0; k < MaxRows; k++) _rows[k] = [];
    }

    /// <summary>Probability of a false cut, roughly.</summary>
    public double Delta { get; init; } = 0.002;

    /// <summary>Look for cuts only every so many values.</summary>
    public int Clock { get; init; } = 32;

    /// <summary>Buckets of one size before the two oldest merge.</summary>
    public int MaxBuckets { get; init; } = 5;

    /// <summary>Shortest part of the window that is compared.</summary>
    public int MinWindowLength { get; init; } = 5;

    /// <summary>Values before the first look.</summary>
    public int GracePeriod { get; init; } = 10;

    /// <summary>Start empty after a detection, as river does; the paper keeps the newer part of the window.</summary>
    public bool Restart { get; init; } = true;

    /// <summary>Values in the window.</summary>
    public long Width { get; private set; }

    public double Total { get; private set; }

    /// <summary>Sum of squared deviations from the mean of the window.</summary>
    public double Deviations { get; private set; }

    public double Mean => Width == 0 ? 0 : Total / Width;

    public bool Update(double value)
    {
        if (!double.IsFinite(value)) throw new LearningException("a value of the stream is not finite");
        if (_drifted && Restart) Clear();
        _updates++;
        Insert(value);
        return _drifted = _updates % Clock == 0 && Width > GracePeriod && Shrink();
    }

    private void Insert(double value)
    {
        Width++;
        if (Width > 1)
        {
            double before = Total / (Width - 1), distance = value - before;
            Deviations += (Width - 1) * distance * distance / Width;
        }
        Total += value;
        _rows[0].Add(new(value, 0));
        for (int k = 0; k < MaxRows - 1 && _rows[k].Count > MaxBuckets; k++)
        {
            _used = Math.Max(_used, k + 2);
            Bucket a = _rows[k][0], b = _rows[k][1];
            double n = Math.ScaleB(1, k), distance = a.Total / n - b.Total / n;
            _rows[k + 1].Add(new(a.Total + b.Total, a.Deviations + b.Deviations + n / 2 * distance * distance));
            _rows[k].RemoveRange(0, 2);
        }
    }

    private bool Shrink()
    {
        bool cut = false;
        while (FindCut())
        {
            cut = true;
            DropOldest();
        }
        return cut;
    }

    private bool FindCut()
    {
        double n0 = 0, u0 = 0, n1 = Width, u1 = Total;
        for (int k = _used - 1; k >= 0; k--)
        {
            double n = Math.ScaleB(1, k);
            for (int i = 0; i < _rows[k].Count; i++)
            {
                if (k == 0 && i == _rows[0].Count - 1) return false;
                double total = _rows[k][i].Total;
                (n0, u0, n1, u1) = (n0 + n, u0 + total, n1 - n, u1 - total);
                if (n0 >= MinWindowLength && n1 >= MinWindowLength && Math.Abs(u0 / n0 - u1 / n1) > Epsilon(n0, n1)) return true;
            }
        }
        return false;
    }

    private double Epsilon(double n0, double n1)
    {
        double d = Math.Log(2 * Math.Log(Width) / Delta);
        double m = 1 / (n0 - MinWindowLength + 1) + 1 / (n1 - MinWindowLength + 1);
        return Math.Sqrt(2 * m * (Deviations / Width) * d) + 2.0 / 3 * d * m;
    }

    private void DropOldest()
    {
        while (_rows[_used - 1].Count == 0) _used--;
        var oldest = _rows[_used - 1][0];
        _rows[_used - 1].RemoveAt(0);
        double n = Math.ScaleB(1, _used - 1);
        Width -= (long)n;
        Total -= oldest.Total;
        double distance = oldest.Total / n - Total / Width;
        Deviations -= oldest.Deviations + n * Width * distance * distance / (n + Width);
        while (_used > 1 && _rows[_used - 1].Count == 0) _used--;
    }

    private void Clear()
    {
        foreach (var row in _rows) row.Clear();
        (_used, _updates, Width, Total, Deviations) = (1, 0, 0, 0, 0);
    }

    private readonly record struct Bucket(double Total, double Deviations);
}
