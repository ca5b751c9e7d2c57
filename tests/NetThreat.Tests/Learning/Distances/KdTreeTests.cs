using NetThreat.Core.Randomness;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Tables;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Distances;

public class KdTreeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(24, 3)]
    [InlineData(500, 1)]
    [InlineData(700, 3)]
    [InlineData(400, 50)]
    public void Finds_what_a_scan_finds_ties_included(int rows, int columns)
    {
        var random = new Xoshiro256(7);
        // Whole numbers of a small range: many equal distances and duplicates.
        var points = new Points([.. Enumerable.Range(0, rows * columns).Select(_ => (double)random.Between(0, 4))], columns);
        var tree = new KdTree(points);
        int k = Math.Min(9, rows);
        var squared = new double[k];
        var found = new int[k];
        for (int q = 0; q < 60; q++)
        {
            var query = Enumerable.Range(0, columns).Select(_ => random.NextDouble() < 0.5 ? random.Between(-1, 5) : random.NextDouble() * 4).ToArray();
            int except = q % 2 == 0 ? -1 : random.Next(rows);
            var nearest = new Nearest(squared, found);
            tree.Find(query, except, ref nearest);

            var expected = Enumerable.Range(0, rows).Where(r => r != except).OrderBy(r => Euclidean.Squared(query, points[r])).ThenBy(r => r).Take(k).ToArray();
            Assert.Equal(expected, found[..nearest.Count]);
            Assert.Equal(expected.Select(r => Euclidean.Squared(query, points[r])), squared[..nearest.Count]);
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(1e-22f)]
    [InlineData(1e19f)]
    [InlineData(1e30f)]
    public void The_sieve_hides_no_near_row_whatever_the_size_of_the_numbers(float unit)
    {
        var random = new Xoshiro256(11);
        var rows = new Matrix(600, 21);
        for (int i = 0; i < rows.Values.Length; i++) rows.Values[i] = (float)(unit * SampleTables.Normal(random));
        var points = Points.Of(rows);
        var tree = new KdTree(points);
        double[] squared = new double[7], query = new double[21];
        var found = new int[7];
        for (int q = 0; q < 40; q++)
        {
            for (int c = 0; c < 21; c++) query[c] = q % 2 == 0 ? (float)(unit * SampleTables.Normal(random)) : points[q][c] + (q % 4 == 1 ? 0 : unit * 1e-9);
            var nearest = new Nearest(squared, found);
            tree.Find(query, -1, ref nearest);

            Assert.Equal(Enumerable.Range(0, 600).OrderBy(r => Euclidean.Squared(query, points[r])).ThenBy(r => r).Take(7), found);
        }
    }

    [Fact]
    public void Within_a_radius_are_the_rows_of_a_scan_the_border_included()
    {
        var random = new Xoshiro256(8);
        var points = new Points([.. Enumerable.Range(0, 900).Select(_ => (double)random.Between(0, 9))], 3);
        var tree = new KdTree(points);
        var found = new List<int>();
        foreach (double radius in new[] { 0, 1, Math.Sqrt(2), 3, 100 })
        {
            tree.Within(points[5], radius, found);
            found.Sort();
            Assert.Equal(Enumerable.Range(0, 300).Where(r => Math.Sqrt(Euclidean.Squared(points[5], points[r])) <= radius), found);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(65)]
    [InlineData(300)]
    public void Distances_are_the_sum_of_squares_and_stop_early_only_beyond_the_limit(int width)
    {
        var random = new Xoshiro256((ulong)width);
        double[] a = [.. Enumerable.Range(0, width).Select(_ => SampleTables.Normal(random))], b = [.. Enumerable.Range(0, width).Select(_ => SampleTables.Normal(random))];
        double exact = a.Zip(b, (x, y) => (x - y) * (x - y)).Sum(), squared = Euclidean.Squared(a, b);

        Reference.CloseRelative(exact, squared, 1e-14);
        Assert.Equal(squared, Euclidean.SquaredUpTo(a, b, squared));
        double stopped = Euclidean.SquaredUpTo(a, b, squared * 0.1);
        Assert.True(stopped == squared || double.IsPositiveInfinity(stopped));
    }
}
