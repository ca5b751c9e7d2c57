using NetThreat.Learning.Boosting;
using NetThreat.Learning.Distances;

namespace NetThreat.Learning.Clustering;

/// <summary>Centres, the centre of every row, the weighted sum of squared distances to it, and the iterations it took.</summary>
internal sealed record KMeansResult(Points Centers, int[] Labels, double Inertia, int Iterations);

/// <summary>
/// Lloyd's algorithm ("Least squares quantization in PCM", 1982): rows go to their nearest centre (the lowest on a tie), centres to the
/// weighted mean of their rows, until no row changes. An empty centre moves to the row that lies farthest from its own.
/// </summary>
internal static class Lloyd
{
    public static KMeansResult Run(Points rows, double[]? weights, Points start, int maxIterations, int threads, CancellationToken cancelled)
    {
        var centers = new Points([.. start.Values], start.Width);
        int[] labels = new int[rows.Count], before = new int[rows.Count];
        var squared = new double[rows.Count];
        Array.Fill(before, -1);
        int iteration = 0;
        while (iteration < maxIterations)
        {
            cancelled.ThrowIfCancellationRequested();
            iteration++;
            Assign(rows, centers, labels, squared, threads);
            Move(rows, weights, centers, labels, squared);
            if (labels.AsSpan().SequenceEqual(before)) break;
            (labels, before) = (before, labels);
        }
        Assign(rows, centers, labels, squared, threads);
        double inertia = 0;
        for (int i = 0; i < squared.Length; i++) inertia += squared[i] * (weights?[i] ?? 1);
        return new(centers, labels, inertia, iteration);
    }

    /// <summary>The nearest centre and the squared distance to it.</summary>
    public static int Nearest(Points centers, ReadOnlySpan<double> row, out double squared)
    {
        int nearest = 0;
        squared = double.PositiveInfinity;
        for (int c = 0; c < centers.Count; c++)
        {
            double d = Euclidean.Squared(row, centers[c]);
            if (d < squared) (nearest, squared) = (c, d);
        }
        return nearest;
    }

    private static void Assign(Points rows, Points centers, int[] labels, double[] squared, int threads) =>
        FixedShares.OfRows(rows.Count, threads, (from, to) =>
        {
            for (int i = from; i < to; i++) labels[i] = Nearest(centers, rows[i], out squared[i]);
        });

    private static void Move(Points rows, double[]? weights, Points centers, int[] labels, double[] squared)
    {
        var sums = new double[centers.Values.Length];
        var mass = new double[centers.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            double weight = weights?[i] ?? 1;
            mass[labels[i]] += weight;
            var sum = sums.AsSpan(labels[i] * rows.Width, rows.Width);
            var row = rows[i];
            for (int c = 0; c < row.Length; c++) sum[c] += weight * row[c];
        }
        for (int k = 0; k < centers.Count; k++)
        {
            var center = centers.Values.AsSpan(k * rows.Width, rows.Width);
            if (mass[k] > 0)
            {
                for (int c = 0; c < center.Length; c++) center[c] = sums[k * rows.Width + c] / mass[k];
                continue;
            }
            int farthest = Array.IndexOf(squared, squared.Max());
            rows[farthest].CopyTo(center);
            squared[farthest] = 0;
        }
    }
}
