using NetThreat.Learning.Distances;
using NetThreat.Learning.Neighbors;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Clustering;

/// <summary>Groups over all densities.</summary>
/// <param name="Labels">The cluster of every row, numbered by first row; -1 is noise.</param>
/// <param name="Strengths">How long every row stays with its cluster, over the longest-staying row: 0 for noise to 1.</param>
/// <param name="Cores">Core distance of every row.</param>
/// <param name="Births">The density (1 / distance) at which every cluster splits off: who is nearer to one of its rows belongs to it.</param>
internal sealed record HdbscanResult(int[] Labels, double[] Strengths, double[] Cores, double[] Births);

/// <summary>
/// HDBSCAN* (Campello, Moulavi and Sander 2013) with scikit-learn's conventions: a row counts among its own neighbours, the clusters with
/// the most excess of mass win (section 5), the root is a cluster only where that is allowed.
/// </summary>
internal static class Hdbscan
{
    public static HdbscanResult Run(KdTree tree, int minClusterSize, int minSamples, bool allowSingleCluster, FitContext context)
    {
        var cores = Cores(tree, minSamples, context);
        var condensed = new CondensedTree(SpanningTree.Of(tree.Points, cores, context.Cancelled), minClusterSize);
        var selected = Select(condensed.Clusters, allowSingleCluster);
        return Label(condensed, selected, cores);
    }

    /// <summary>Distance to the <paramref name="minSamples"/>-th nearest row, the row itself being the first.</summary>
    private static double[] Cores(KdTree tree, int minSamples, FitContext context)
    {
        var cores = new double[tree.Points.Count];
        int others = Math.Min(minSamples, cores.Length) - 1;
        if (others == 0) return cores;
        var table = NeighborTable.Of(tree, others, context);
        for (int i = 0; i < cores.Length; i++) cores[i] = table.DistancesOf(i)[^1];
        return cores;
    }

    /// <summary>From the leaves up: a cluster is kept where it is more stable than the best of what is inside it (on a tie, too).</summary>
    private static bool[] Select(List<CondensedTree.Cluster> clusters, bool allowSingleCluster)
    {
        var selected = new bool[clusters.Count];
        var inside = new double[clusters.Count];
        var split = new bool[clusters.Count];
        for (int c = clusters.Count - 1; c >= 0; c--)
        {
            selected[c] = (c > 0 || allowSingleCluster) && (!split[c] || clusters[c].Stability >= inside[c]);
            if (c == 0) break;
            inside[clusters[c].Parent] += selected[c] ? clusters[c].Stability : inside[c];
            split[clusters[c].Parent] = true;
        }
        // Inside a selected cluster nothing else is one.
        var covered = new bool[clusters.Count];
        for (int c = 1; c < clusters.Count; c++)
        {
            covered[c] = covered[clusters[c].Parent] || selected[clusters[c].Parent];
            if (covered[c]) selected[c] = false;
        }
        return selected;
    }

    private static HdbscanResult Label(CondensedTree tree, bool[] selected, double[] cores)
    {
        var labels = new int[cores.Length];
        var strengths = new double[cores.Length];
        var numbers = new Dictionary<int, int>();
        var densest = new List<double>();
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = -1;
            int cluster = tree.RowClusters[i];
            while (cluster > 0 && !selected[cluster]) cluster = tree.Clusters[cluster].Parent;
            if (!selected[cluster]) continue;
            if (numbers.TryAdd(cluster, numbers.Count)) densest.Add(0);
            labels[i] = numbers[cluster];
            densest[labels[i]] = Math.Max(densest[labels[i]], tree.RowDensities[i]);
        }
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= 0) strengths[i] = tree.RowDensities[i] / densest[labels[i]];
        }
        return new(labels, strengths, cores, [.. numbers.OrderBy(n => n.Value).Select(n => tree.Clusters[n.Key].Birth)]);
    }
}
