namespace NetThreat.Flows.Cic;

/// <summary>Count, sum, extremes and sample variance of integers, exact until the last division.</summary>
internal struct CicStatistics
{
    public long Count { get; private set; }

    public long Sum { get; private set; }

    public long Min { get; private set; }

    public long Max { get; private set; }

    private UInt128 _squares;

    public void Add(long value)
    {
        Min = Count == 0 ? value : Math.Min(Min, value);
        Max = Count == 0 ? value : Math.Max(Max, value);
        Count++;
        Sum += value;
        var size = (UInt128)(ulong)Math.Abs(value);
        _squares += size * size;
    }

    public readonly double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>0 for one value, as in the original.</summary>
    public readonly double Variance
    {
        get
        {
            if (Count < 2) return 0;
            var sum = (UInt128)(ulong)Math.Abs(Sum);
            UInt128 left = _squares * (ulong)Count, right = sum * sum;
            return left > right ? (double)(left - right) / ((double)Count * (Count - 1)) : 0;
        }
    }

    public readonly double Deviation => Math.Sqrt(Variance);
}
