using NetThreat.Core.Randomness;

namespace NetThreat.Learning.Tables;

/// <summary>Rows kept column by column up to a budget: the first ones, or a uniform sample of all (Vitter 1985, algorithm R).</summary>
internal sealed class RowReservoir(int columns, int budget, TableReadOptions options)
{
    private readonly float[][] _values = [.. Enumerable.Range(0, columns).Select(_ => Array.Empty<float>())];
    private long[] _times = [], _places = [];
    private int _kept;

    /// <summary>Rows offered.</summary>
    public long Seen { get; private set; }

    /// <summary>Would further rows change nothing?</summary>
    public bool Satisfied => options.Sampling == RowSampling.First && _kept == budget;

    public void Add(TableBatch batch)
    {
        for (int r = 0; r < batch.Rows && !Satisfied; r++)
        {
            int place = PlaceOfNext();
            if (place >= 0) Put(batch, r, place);
            Seen++;
        }
    }

    /// <summary>The kept rows' places here in the order of the source.</summary>
    public int[] Order()
    {
        var order = Enumerable.Range(0, _kept).ToArray();
        Array.Sort(_places.AsSpan(0, _kept).ToArray(), order);
        return order;
    }

    public float[] Values(int column, int[] order) => Pick(_values[column], order);

    public long[] Times(int[] order) => Pick(_times, order);

    private int PlaceOfNext()
    {
        if (_kept < budget) return Grow();
        // The draw for a row depends on its place alone. The bias of the multiplication is below rows / 2^64.
        ulong drawn = Math.BigMul(Xoshiro256.WordAt(options.Seed, Seen), (ulong)Seen + 1, out _);
        return drawn < (ulong)budget ? (int)drawn : -1;
    }

    private int Grow()
    {
        if (_kept == _places.Length)
        {
            int size = (int)Math.Min(budget, Math.Max(4096, _kept * 3L / 2));
            for (int c = 0; c < _values.Length; c++) Array.Resize(ref _values[c], size);
            Array.Resize(ref _times, size);
            Array.Resize(ref _places, size);
        }
        return _kept++;
    }

    private void Put(TableBatch batch, int row, int place)
    {
        for (int c = 0; c < _values.Length; c++) _values[c][place] = batch.Values[c][row];
        _times[place] = batch.Times[row];
        _places[place] = Seen;
    }

    private static T[] Pick<T>(T[] values, int[] order)
    {
        var picked = new T[order.Length];
        for (int i = 0; i < picked.Length; i++) picked[i] = values[order[i]];
        return picked;
    }
}
