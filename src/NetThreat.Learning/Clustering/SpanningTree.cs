using NetThreat.Learning.Distances;

namespace NetThreat.Learning.Clustering;

/// <summary>An edge between two rows.</summary>
internal readonly record struct Edge(int From, int To, double Length);

/// <summary>The minimum spanning tree of the mutual reachability graph: Prim's algorithm without the matrix, O(rows²) time, O(rows) memory.</summary>
internal static class SpanningTree
{
    /// <param name="cores">Core distance of every row; the reachability of two rows is the largest of both and their distance.</param>
    /// <returns>Rows - 1 edges, short ones first; equal ones in the order in which they were found.</returns>
    public static Edge[] Of(Points rows, double[] cores, CancellationToken cancelled)
    {
        var edges = new Edge[rows.Count - 1];
        var nearest = new double[rows.Count];
        var from = new int[rows.Count];
        var open = new int[rows.Count - 1];
        Array.Fill(nearest, double.PositiveInfinity);
        for (int i = 0; i < open.Length; i++) open[i] = i + 1;
        int current = 0;
        for (int left = open.Length; left > 0; left--)
        {
            if (left % 64 == 0) cancelled.ThrowIfCancellationRequested();
            int best = 0;
            for (int i = 0; i < left; i++)
            {
                int row = open[i];
                double reach = Math.Max(Math.Max(cores[current], cores[row]), Math.Sqrt(Euclidean.Squared(rows[current], rows[row])));
                if (reach < nearest[row]) (nearest[row], from[row]) = (reach, current);
                if (nearest[row] < nearest[open[best]] || (nearest[row] == nearest[open[best]] && row < open[best])) best = i;
            }
            current = open[best];
            edges[open.Length - left] = new(from[current], current, nearest[current]);
            open[best] = open[left - 1];
        }
        return [.. edges.OrderBy(e => e.Length)];
    }
}
