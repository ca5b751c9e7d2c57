using NetThreat.Core.Randomness;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Streaming;

/// <summary>
/// Complete trees that halve the range of a random column at every node (Tan, Ting, Liu, "Fast Anomaly Detection for Streaming Data", 2011).
/// They are drawn before any row is counted and never change; only how many rows a node has seen does. Heaps: root 1, children 2h and 2h + 1.
/// </summary>
internal sealed class HalfSpaces
{
    private readonly int[] _columns;
    private readonly float[] _thresholds;
    private readonly int _width;

    private HalfSpaces(HalfSpaceOptions options, int width, int[] columns, float[] thresholds)
    {
        (Options, _width, _columns, _thresholds) = (options, width, columns, thresholds);
    }

    public HalfSpaceOptions Options { get; }

    /// <summary>Counts of all nodes of all trees.</summary>
    public int Masses => Options.Trees << (Options.Depth + 1);

    /// <summary>Draws trees over the ranges of a first window: a tree's range of a column reaches twice as far from a random centre as any value seen (section 3.1).</summary>
    public static HalfSpaces Draw(HalfSpaceOptions options, Matrix window)
    {
        int width = window.Columns, places = 1 << options.Depth;
        var (min, max) = Ranges(window);
        int[] varying = [.. Enumerable.Range(0, width).Where(c => max[c] > min[c])];
        if (varying.Length == 0) varying = [0];
        var spaces = new HalfSpaces(options, width, new int[options.Trees * places], new float[options.Trees * places]);
        var (low, high) = (new double[width], new double[width]);
        for (int t = 0; t < options.Trees; t++)
        {
            var random = new Xoshiro256(Xoshiro256.WordAt(options.Seed, t));
            for (int c = 0; c < width; c++)
            {
                double centre = min[c] + random.NextDouble() * ((double)max[c] - min[c]), reach = 2 * Math.Max(centre - min[c], max[c] - centre);
                (low[c], high[c]) = (centre - reach, centre + reach);
            }
            spaces.Halve(t * places, 1, varying, low, high, random);
        }
        return spaces;
    }

    /// <summary>Counts a row in the nodes that it passes.</summary>
    public void Count(ReadOnlySpan<float> row, int[] masses)
    {
        for (int t = 0; t < Options.Trees; t++)
        {
            var mass = masses.AsSpan(t << (Options.Depth + 1), 2 << Options.Depth);
            for (int heap = 1; heap < mass.Length; heap = heap < 1 << Options.Depth ? Next(t, heap, row) : mass.Length) mass[heap]++;
        }
    }

    /// <summary>
    /// In [0, 1], 1 where no row was counted. The paper's score sums mass × 2^depth at the first node with few rows, small for anomalies;
    /// here the logarithm of its mean is turned round and scaled, which keeps the order.
    /// </summary>
    public double Score(ReadOnlySpan<float> row, int[] masses)
    {
        int few = Options.Window / 10;
        double sum = 0;
        for (int t = 0; t < Options.Trees; t++)
        {
            var mass = masses.AsSpan(t << (Options.Depth + 1), 2 << Options.Depth);
            int heap = 1, depth = 0;
            for (; depth < Options.Depth && mass[heap] > few; depth++) heap = Next(t, heap, row);
            sum += (double)mass[heap] * (1 << depth);
        }
        double most = (double)Options.Window * (1 << Options.Depth);
        return Math.Max(0, 1 - Math.Log(1 + sum / Options.Trees) / Math.Log(1 + most));
    }

    public void Save(ModelWriter writer)
    {
        Options.Save(writer);
        writer.WriteArray<int>(_columns);
        writer.WriteArray<float>(_thresholds);
    }

    public static HalfSpaces Read(ModelReader reader, int width)
    {
        var options = HalfSpaceOptions.Read(reader);
        int places = options.Trees << options.Depth;
        var (columns, thresholds) = (reader.ReadArray<int>(places), reader.ReadArray<float>(places));
        if (Array.Exists(columns, c => (uint)c >= (uint)width)) throw ModelReader.Broken($"a half-space of a column beyond {width}");
        if (!Array.TrueForAll(thresholds, float.IsFinite)) throw ModelReader.Broken("a half-space with a border that is not finite");
        return new HalfSpaces(options, width, columns, thresholds);
    }

    /// <summary>Counts as they were saved: none is negative or beyond what a window holds.</summary>
    public int[] ReadMasses(ModelReader reader)
    {
        var masses = reader.ReadArray<int>(Masses);
        return Array.TrueForAll(masses, m => m >= 0 && m <= Options.Window) ? masses : throw ModelReader.Broken("a count of rows beyond the window");
    }

    private int Next(int tree, int heap, ReadOnlySpan<float> row)
    {
        int place = (tree << Options.Depth) + heap;
        return 2 * heap + (row[_columns[place]] <= _thresholds[place] ? 0 : 1);
    }

    /// <summary>As deep as the trees, at most 16.</summary>
    private void Halve(int tree, int heap, int[] varying, double[] low, double[] high, Xoshiro256 random)
    {
        if (heap >= 1 << Options.Depth) return;
        int column = varying[random.Next(varying.Length)];
        var (from, to) = (low[column], high[column]);
        double middle = (from + to) / 2;
        _columns[tree + heap] = column;
        _thresholds[tree + heap] = Math.Max(float.MinValue, SplitThreshold.AtMost(middle));
        high[column] = middle;
        Halve(tree, 2 * heap, varying, low, high, random);
        (low[column], high[column]) = (middle, to);
        Halve(tree, 2 * heap + 1, varying, low, high, random);
        low[column] = from;
    }

    private static (float[] Min, float[] Max) Ranges(Matrix window)
    {
        var (min, max) = (window[0].ToArray(), window[0].ToArray());
        for (int r = 1; r < window.Rows; r++)
        {
            for (int c = 0; c < min.Length; c++)
            {
                min[c] = Math.Min(min[c], window[r, c]);
                max[c] = Math.Max(max[c], window[r, c]);
            }
        }
        return (min, max);
    }
}
