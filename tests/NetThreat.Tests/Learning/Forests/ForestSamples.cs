using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.Forests;

/// <summary>Small labelled tables made from a seed.</summary>
internal static class ForestSamples
{
    /// <summary>Columns of noise, of which the first two and their product decide the class; the last is constant.</summary>
    public static TrainingData Classes(int rows, int classes, ulong seed = 1)
    {
        var random = new Xoshiro256(seed);
        var table = new Matrix(rows, 6);
        var labels = new int[rows];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < 5; c++) table[r][c] = (float)(random.NextDouble() + random.NextDouble() - 1);
            double place = Math.Clamp((table[r, 0] + table[r, 0] * table[r, 1] + 1) / 2, 0, 0.999);
            labels[r] = (int)(place * classes);
        }
        return new TrainingData(table) { Labels = labels, Classes = [.. Enumerable.Range(0, classes).Select(i => $"class {i}")] };
    }

    /// <summary>A cloud around the origin, and in the last rows points far from it.</summary>
    public static Matrix Cloud(int rows, int far, int columns = 4, ulong seed = 1)
    {
        var random = new Xoshiro256(seed);
        var table = new Matrix(rows, columns);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++) table[r][c] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5 + (r >= rows - far ? (c % 2 == 0 ? 3 : -3) : 0));
        }
        return table;
    }
}
