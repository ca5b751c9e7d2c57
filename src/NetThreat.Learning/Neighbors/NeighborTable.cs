using NetThreat.Learning.Boosting;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Neighbors;

/// <summary>The nearest other rows of every training row.</summary>
/// <param name="Rows">Row after row, its neighbours from near to far.</param>
/// <param name="Distances">Euclidean, beside <paramref name="Rows"/>.</param>
internal sealed record NeighborTable(int Neighbors, int[] Rows, double[] Distances)
{
    public ReadOnlySpan<int> RowsOf(int row) => Rows.AsSpan(row * Neighbors, Neighbors);

    public ReadOnlySpan<double> DistancesOf(int row) => Distances.AsSpan(row * Neighbors, Neighbors);

    /// <summary>Searches row by row on any number of threads; a row's result does not depend on the others'.</summary>
    public static NeighborTable Of(KdTree tree, int neighbors, FitContext context)
    {
        var table = new NeighborTable(neighbors, new int[tree.Points.Count * neighbors], new double[tree.Points.Count * neighbors]);
        FixedShares.Each(tree.Points.Count, context.Threads, row =>
        {
            if (context.Cancelled.IsCancellationRequested) return;
            var distances = table.Distances.AsSpan(row * neighbors, neighbors);
            var nearest = new Nearest(distances, table.Rows.AsSpan(row * neighbors, neighbors));
            tree.Find(tree.Points[row], row, ref nearest);
            for (int i = 0; i < distances.Length; i++) distances[i] = Math.Sqrt(distances[i]);
        });
        context.Cancelled.ThrowIfCancellationRequested();
        return table;
    }
}
