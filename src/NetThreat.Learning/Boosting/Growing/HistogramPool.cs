namespace NetThreat.Learning.Boosting.Growing;

/// <summary>Histograms that are used again. Nodes that wait may hold only so many; what is given up is built from the rows again.</summary>
internal sealed class HistogramPool(int length)
{
    private const long MaxBytes = 256L << 20;

    private readonly Stack<long[]> _free = [];
    private readonly int _most = (int)Math.Max(2, MaxBytes / sizeof(long) / length);
    private int _rented;

    public long[] Rent()
    {
        _rented++;
        return _free.TryPop(out var histogram) ? histogram : GC.AllocateUninitializedArray<long>(length, pinned: true);
    }

    public void Return(long[]? histogram)
    {
        if (histogram is null) return;
        _rented--;
        _free.Push(histogram);
    }

    /// <summary>The histogram, or null when too many are held already.</summary>
    public long[]? Keep(long[] histogram)
    {
        if (_rented <= _most) return histogram;
        Return(histogram);
        return null;
    }
}
