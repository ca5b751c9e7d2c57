using NetThreat.Learning.Distances;

namespace NetThreat.Learning.Clustering;

/// <summary>
/// DBSCAN (Ester et al., "A density-based algorithm for discovering clusters", 1996). A core row has at least so many rows within the
/// radius, itself included; core rows within the radius of each other are one cluster; a border row belongs to the first cluster that
/// reaches it. Clusters are numbered by their first core row; -1 is noise.
/// </summary>
internal static class Dbscan
{
    private const int Unknown = -2;
    private const int Noise = -1;

    /// <param name="core">Is the row a core row?</param>
    public static int[] Run(KdTree tree, double radius, int minSamples, CancellationToken cancelled, out bool[] core)
    {
        var labels = new int[tree.Points.Count];
        core = new bool[labels.Length];
        Array.Fill(labels, Unknown);
        var neighbors = new List<int>();
        var queue = new Queue<int>();
        int clusters = 0;
        for (int first = 0; first < labels.Length; first++)
        {
            if (labels[first] != Unknown) continue;
            cancelled.ThrowIfCancellationRequested();
            tree.Within(tree.Points[first], radius, neighbors);
            labels[first] = Noise;
            if (neighbors.Count < minSamples) continue;
            labels[first] = clusters;
            queue.Enqueue(first);
            while (queue.TryDequeue(out int row))
            {
                tree.Within(tree.Points[row], radius, neighbors);
                if (neighbors.Count < minSamples) continue;
                core[row] = true;
                foreach (int neighbor in neighbors)
                {
                    if (labels[neighbor] >= 0) continue;
                    labels[neighbor] = clusters;
                    queue.Enqueue(neighbor);
                }
            }
            clusters++;
        }
        return labels;
    }
}
