namespace NetThreat.Flows.Features;

/// <summary>Statistics of active or idle periods in nanoseconds.</summary>
internal struct PeriodStatistics
{
    public long Count, Min, Max;
    public ulong Sum;
    public SquareSum Squares;

    public void Add(long period)
    {
        if (Count++ == 0 || period < Min) Min = period;
        if (period > Max) Max = period;
        Sum += (ulong)period;
        Squares.Add((ulong)period);
    }
}
