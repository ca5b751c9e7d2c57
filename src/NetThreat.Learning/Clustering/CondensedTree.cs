namespace NetThreat.Learning.Clustering;

/// <summary>
/// The hierarchy of single linkage without splits that are mere losses of rows (Campello, Moulavi and Sander, "Density-based clustering
/// based on hierarchical density estimates", 2013, section 4): a cluster is born where both sides of a split have enough rows.
/// Density is lambda = 1 / distance.
/// </summary>
internal sealed class CondensedTree
{
    /// <summary>A cluster's parent (-1: the root), the density of its birth, its rows then, and the sum over rows of (density left - birth).</summary>
    public sealed record Cluster(int Parent, double Birth, int Size)
    {
        public double Stability { get; set; }
    }

    private const double MinDistance = 1e-150;

    private readonly int[] _lefts;
    private readonly int[] _rights;
    private readonly double[] _lengths;
    private readonly int[] _sizes;
    private readonly int _rows;

    /// <param name="edges">The spanning tree, short edges first.</param>
    public CondensedTree(Edge[] edges, int minClusterSize)
    {
        _rows = edges.Length + 1;
        (_lefts, _rights, _lengths, _sizes) = (new int[edges.Length], new int[edges.Length], new double[edges.Length], new int[edges.Length]);
        Link(edges);
        RowClusters = new int[_rows];
        RowDensities = new double[_rows];
        Condense(minClusterSize);
    }

    /// <summary>Parents before children; the first is the root.</summary>
    public List<Cluster> Clusters { get; } = [];

    /// <summary>The deepest cluster that every row was in.</summary>
    public int[] RowClusters { get; }

    /// <summary>The density at which every row left it.</summary>
    public double[] RowDensities { get; }

    /// <summary>Merges rows edge by edge: node <c>rows + e</c> joins what edge e connects.</summary>
    private void Link(Edge[] edges)
    {
        var parents = new int[_rows];
        var nodes = new int[_rows];
        for (int i = 0; i < _rows; i++) parents[i] = nodes[i] = i;
        for (int e = 0; e < edges.Length; e++)
        {
            int a = Root(parents, edges[e].From), b = Root(parents, edges[e].To);
            (_lefts[e], _rights[e], _lengths[e]) = (nodes[a], nodes[b], edges[e].Length);
            _sizes[e] = Size(nodes[a]) + Size(nodes[b]);
            parents[b] = a;
            nodes[a] = _rows + e;
        }
    }

    private void Condense(int minClusterSize)
    {
        Clusters.Add(new(-1, 0, _rows));
        var open = new Stack<(int Node, int Cluster)>();
        open.Push((_rows + _lengths.Length - 1, 0));
        while (open.TryPop(out var top))
        {
            int edge = top.Node - _rows, left = _lefts[edge], right = _rights[edge];
            double density = 1 / Math.Max(_lengths[edge], MinDistance);
            bool leftStays = Size(left) >= minClusterSize, rightStays = Size(right) >= minClusterSize;
            if (leftStays && rightStays)
            {
                Born(left, top.Cluster, density, open);
                Born(right, top.Cluster, density, open);
                continue;
            }
            if (leftStays) open.Push((left, top.Cluster));
            else Leave(left, top.Cluster, density);
            if (rightStays) open.Push((right, top.Cluster));
            else Leave(right, top.Cluster, density);
        }
    }

    private void Born(int node, int parent, double density, Stack<(int Node, int Cluster)> open)
    {
        Clusters[parent].Stability += (density - Clusters[parent].Birth) * Size(node);
        Clusters.Add(new(parent, density, Size(node)));
        if (node < _rows) Leave(node, Clusters.Count - 1, density);
        else open.Push((node, Clusters.Count - 1));
    }

    private void Leave(int node, int cluster, double density)
    {
        var open = new Stack<int>([node]);
        while (open.TryPop(out int below))
        {
            if (below >= _rows)
            {
                open.Push(_rights[below - _rows]);
                open.Push(_lefts[below - _rows]);
                continue;
            }
            (RowClusters[below], RowDensities[below]) = (cluster, density);
            Clusters[cluster].Stability += density - Clusters[cluster].Birth;
        }
    }

    private int Size(int node) => node < _rows ? 1 : _sizes[node - _rows];

    private static int Root(int[] parents, int row)
    {
        while (parents[row] != row) row = parents[row] = parents[parents[row]];
        return row;
    }
}
