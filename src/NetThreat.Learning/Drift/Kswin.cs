using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Drift;

/// <summary>
/// Kolmogorov-Smirnov windowing (Raab, Heusinger and Schleif, "Reactive soft prototype computing for concept drift streams", 2020): the
/// newest values of a window against a random sample of its older ones.
/// </summary>
public sealed class Kswin : IDriftDetector
{
    /// <summary>River's floor of the statistic, below which no p-value is drift.</summary>
    private const double MinStatistic = 0.1;

    private readonly Queue<double> _window = new();
    private readonly Xoshiro256 _random;

    /// <summary>P-values by the statistic in units of 1 / StatSize, NaN where not yet asked for.</summary>
    private double[] _pValues = [];

    public Kswin(ulong seed) => _random = new(seed);

    /// <summary>Level of a single test; as every value is tested, detections by chance are more frequent.</summary>
    public double Alpha { get; init; } = 0.005;

    public int WindowSize { get; init; } = 100;

    /// <summary>Newest values compared, and older ones drawn: at most half of the window.</summary>
    public int StatSize { get; init; } = 30;

    /// <summary>Forget the whole window after a detection, as river does; the paper keeps the newest values.</summary>
    public bool Restart { get; init; } = true;

    /// <summary>The p-value of the last test, 1 before the first.</summary>
    public double PValue { get; private set; } = 1;

    public bool Update(double value)
    {
        if (!double.IsFinite(value)) throw new LearningException("a value of the stream is not finite");
        if (StatSize < 1 || StatSize > WindowSize / 2) throw new LearningException($"stat-size is {StatSize}, allowed is 1 to half of window-size, {WindowSize / 2}");
        _window.Enqueue(value);
        if (_window.Count > WindowSize) _window.Dequeue();
        if (_window.Count < WindowSize) return false;
        double[] window = [.. _window];
        var test = Test(window, Draw());
        PValue = test.PValue;
        bool drift = test.PValue <= Alpha && test.Statistic > MinStatistic;
        if (drift) Forget(window);
        return drift;
    }

    /// <summary>The newest values against those at the drawn places (0 is the oldest value).</summary>
    internal DriftTest Test(double[] window, ReadOnlySpan<int> drawn)
    {
        var older = new double[drawn.Length];
        for (int i = 0; i < older.Length; i++) older[i] = window[drawn[i]];
        double statistic = TwoSample.KolmogorovSmirnovStatistic(older, window.AsSpan(window.Length - StatSize));
        if (_pValues.Length != StatSize + 1)
        {
            _pValues = new double[StatSize + 1];
            Array.Fill(_pValues, double.NaN);
        }
        ref double p = ref _pValues[(int)Math.Round(statistic * StatSize)];
        if (double.IsNaN(p)) p = Kolmogorov.Exact(statistic, StatSize, StatSize);
        return new(statistic, p);
    }

    private int[] Draw()
    {
        var places = new int[WindowSize - StatSize];
        for (int i = 0; i < places.Length; i++) places[i] = i;
        for (int i = 0; i < StatSize; i++)
        {
            int other = _random.Between(i, places.Length - 1);
            (places[i], places[other]) = (places[other], places[i]);
        }
        return places[..StatSize];
    }

    private void Forget(double[] window)
    {
        _window.Clear();
        if (Restart) return;
        foreach (double value in window.AsSpan(window.Length - StatSize)) _window.Enqueue(value);
    }
}
