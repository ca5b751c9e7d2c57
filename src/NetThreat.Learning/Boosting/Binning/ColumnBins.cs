namespace NetThreat.Learning.Boosting.Binning;

/// <summary>
/// The bins of one column: a value is in the bin whose number is how many cuts are at most the value. A column with no more distinct
/// values than bins has a bin for each, and then the splits are those of the exact greedy search.
/// </summary>
internal sealed class ColumnBins
{
    /// <summary>The bin of missing values; bins of values are below it.</summary>
    public const int Missing = 255;

    private readonly float[] _cuts = new float[Missing];

    /// <param name="sorted">Values of a sample of rows in ascending order, without missing ones.</param>
    /// <param name="most">Most bins, up to 255.</param>
    public ColumnBins(ReadOnlySpan<float> sorted, int most)
    {
        Array.Fill(_cuts, float.PositiveInfinity);
        var distinct = Distinct(sorted, out var counts);
        Count = distinct.Count <= most ? BinEach(distinct) : BinShares(distinct, counts, sorted.Length, most);
        Array.Fill(Lowest, float.PositiveInfinity);
        Array.Fill(Highest, float.NegativeInfinity);
    }

    /// <summary>Bins of values, 1 or more.</summary>
    public int Count { get; }

    /// <summary>The smallest training value in each bin.</summary>
    public float[] Lowest { get; } = new float[Missing];

    /// <summary>The largest training value in each bin.</summary>
    public float[] Highest { get; } = new float[Missing];

    /// <summary>The bin of every value of a column, and what the bins' extremes are.</summary>
    /// <param name="values">The column's first value, then one every <paramref name="stride"/>.</param>
    public unsafe void Assign(float* values, int stride, byte* bins, int width, int rows)
    {
        fixed (float* cuts = _cuts, lowest = Lowest, highest = Highest)
        {
            for (int r = 0; r < rows; r++, values += stride, bins += width)
            {
                float x = *values;
                if (float.IsNaN(x))
                {
                    *bins = Missing;
                    continue;
                }
                int bin = Place(cuts, x);
                *bins = (byte)bin;
                if (x < lowest[bin]) lowest[bin] = x;
                if (x > highest[bin]) highest[bin] = x;
            }
        }
    }

    /// <summary>How many of the 255 cuts are at most x, in eight steps without a branch to guess.</summary>
    private static unsafe int Place(float* cuts, float x)
    {
        int place = AtMost(cuts[127], x) << 7;
        place += AtMost(cuts[place + 63], x) << 6;
        place += AtMost(cuts[place + 31], x) << 5;
        place += AtMost(cuts[place + 15], x) << 4;
        place += AtMost(cuts[place + 7], x) << 3;
        place += AtMost(cuts[place + 3], x) << 2;
        place += AtMost(cuts[place + 1], x) << 1;
        return place + AtMost(cuts[place], x);
    }

    private static unsafe int AtMost(float cut, float x)
    {
        bool atMost = cut <= x;
        return *(byte*)&atMost;
    }

    /// <summary>The number between two neighbours that separates them: low &lt; t ≤ high.</summary>
    public static float Between(float low, float high)
    {
        float middle = low * 0.5f + high * 0.5f;
        return middle > low && middle <= high ? middle : high;
    }

    private static List<float> Distinct(ReadOnlySpan<float> sorted, out List<int> counts)
    {
        var values = new List<float>();
        counts = [];
        foreach (float value in sorted)
        {
            if (values.Count > 0 && values[^1] == value) counts[^1]++;
            else
            {
                values.Add(value);
                counts.Add(1);
            }
        }
        return values;
    }

    private int BinEach(List<float> distinct)
    {
        for (int i = 1; i < distinct.Count; i++) _cuts[i - 1] = Between(distinct[i - 1], distinct[i]);
        return Math.Max(1, distinct.Count);
    }

    /// <summary>Bins of about equal shares of rows; a value with more than a share of its own has a bin of its own, and the others share what is left.</summary>
    private int BinShares(List<float> distinct, List<int> counts, int rows, int most)
    {
        double share = (double)rows / most;
        int heavy = counts.Count(c => c >= share), left = rows - counts.Where(c => c >= share).Sum();
        int light = Math.Max(1, most - heavy), bins = 0, held = 0;
        for (int i = 0; i < distinct.Count - 1 && bins < most - 1; i++)
        {
            bool isHeavy = counts[i] >= share, beforeHeavy = counts[i + 1] >= share;
            if (!isHeavy) left -= counts[i];
            held += counts[i];
            double wanted = (double)(left + (isHeavy ? 0 : held)) / light;
            if (!isHeavy && held < wanted && !(beforeHeavy && held >= wanted / 2)) continue;
            _cuts[bins++] = Between(distinct[i], distinct[i + 1]);
            if (!isHeavy) light = Math.Max(1, light - 1);
            held = 0;
        }
        return bins + 1;
    }
}
