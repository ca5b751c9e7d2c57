using NetThreat.Core.Randomness;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.References;

/// <summary>Small tables for tests.</summary>
internal static class SampleTables
{
    public static Points Points(double[][] rows) => new([.. rows.SelectMany(r => r)], rows[0].Length);

    public static Matrix Matrix(double[][] rows) => new([.. rows.SelectMany(r => r).Select(v => (float)v)], rows.Length, rows[0].Length);

    /// <summary>Normal values around one of several centres per row, in turn.</summary>
    public static Matrix Blobs(int rows, int columns, int centers, double apart, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var places = Enumerable.Range(0, centers * columns).Select(_ => Normal(random) * apart).ToArray();
        var matrix = new Matrix(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int c = 0; c < columns; c++) matrix[i][c] = (float)(places[i % centers * columns + c] + Normal(random));
        }
        return matrix;
    }

    public static double Normal(Xoshiro256 random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
