namespace NetThreat.Learning.Trees.Scoring;

/// <summary>
/// The top levels of every tree as complete heaps (root 1, children 2h and 2h + 1), small enough to be looked up in registers. Below a
/// leaf that is higher up, both ways lead to that leaf.
/// </summary>
internal sealed class LevelTables
{
    public const int MinLevels = 5, MaxLevels = 8;

    /// <summary>A byte holds the column in 7 bits and where missing values go in the eighth.</summary>
    public const int MaxFeatures = 128;

    public const byte MissingLeft = 0x80;

    /// <param name="exits">What to find at the end of the tables for a node of the ensemble.</param>
    /// <param name="endInLeaves">Are these leaves, numbered in their tree, or packed nodes to go on from?</param>
    public LevelTables(TreeEnsemble trees, Func<int, int, int> exits, bool endInLeaves)
    {
        EndInLeaves = endInLeaves;
        Levels = Math.Clamp(trees.Depth, MinLevels, MaxLevels);
        FeatureStride = Math.Max(128, Places);
        Thresholds = new float[trees.Trees * Places];
        Features = new byte[trees.Trees * FeatureStride];
        Exits = new int[trees.Trees * Places];
        for (int t = 0; t < trees.Trees; t++) Fill(trees, exits, t, trees.Roots[t], 1);
    }

    public int Levels { get; }

    public bool EndInLeaves { get; }

    /// <summary>Places of the heap, and ways out of it.</summary>
    public int Places => 1 << Levels;

    /// <summary>Trees × <see cref="Places"/>.</summary>
    public float[] Thresholds { get; }

    /// <summary>Trees × <see cref="FeatureStride"/>.</summary>
    public byte[] Features { get; }

    public int FeatureStride { get; }

    /// <summary>Trees × <see cref="Places"/>: the number of the leaf in its tree, or the packed node to go on from.</summary>
    public int[] Exits { get; }

    /// <summary>At most <see cref="MaxLevels"/> calls deep.</summary>
    private void Fill(TreeEnsemble trees, Func<int, int, int> exits, int tree, int node, int heap)
    {
        if (heap >= Places)
        {
            Exits[tree * Places + heap - Places] = exits(tree, node);
            return;
        }
        bool split = trees.Feature[node] >= 0;
        if (split)
        {
            Thresholds[tree * Places + heap] = trees.Threshold[node];
            Features[tree * FeatureStride + heap] = (byte)(trees.Feature[node] | (trees.HandlesMissing && trees.MissingLeft[node] ? MissingLeft : 0));
        }
        Fill(trees, exits, tree, split ? trees.Left[node] : node, 2 * heap);
        Fill(trees, exits, tree, split ? trees.Right[node] : node, 2 * heap + 1);
    }
}
