using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Explanations;

/// <summary>One tree of an ensemble as TreeSHAP walks it: splits before the splits below them, and the leaves.</summary>
/// <param name="Leaves">Node numbers from the tree's root.</param>
/// <param name="Root">The root among the ensemble's nodes.</param>
internal sealed record ShapTree(ShapSplit[] Splits, int[] Leaves, int Root, int Nodes)
{
    public static ShapTree Of(TreeEnsemble ensemble, int tree)
    {
        int root = ensemble.Roots[tree], nodes = ensemble.Roots[tree + 1] - root;
        var (parent, share) = (new int[nodes], new double[nodes]);
        (parent[0], share[0]) = (-1, 1);
        var splits = new List<ShapSplit>();
        var leaves = new List<int>();
        for (int node = 0; node < nodes; node++)
        {
            if (ensemble.Feature[root + node] < 0) leaves.Add(node);
            else splits.Add(Split(ensemble, root, node, parent, share));
        }
        return new ShapTree([.. splits], [.. leaves], root, nodes);
    }

    private static ShapSplit Split(TreeEnsemble ensemble, int root, int node, int[] parent, double[] share)
    {
        int feature = ensemble.Feature[root + node], left = ensemble.Left[root + node] - root, right = ensemble.Right[root + node] - root;
        double cover = ensemble.Cover[root + node];
        // The rest goes right: covers in float32 need not add up. A node that no training row reached: both sides alike.
        double leftHere = cover > 0 ? Math.Min(1, ensemble.Cover[root + left] / cover) : 0.5;
        int earlier = node;
        while (earlier > 0 && ensemble.Feature[root + parent[earlier]] != feature) earlier = parent[earlier];
        if (earlier == 0) earlier = -1;
        double before = earlier < 0 ? 1 : share[earlier];
        (parent[left], parent[right], share[left], share[right]) = (node, node, before * leftHere, before * (1 - leftHere));
        return new ShapSplit
        {
            Node = node,
            Feature = feature,
            Threshold = ensemble.Threshold[root + node],
            MissingLeft = ensemble.HandlesMissing && ensemble.MissingLeft[root + node],
            Left = left,
            Right = right,
            Earlier = earlier,
            EarlierShare = before,
            LeftShare = share[left],
            RightShare = share[right],
            LeftHere = leftHere,
        };
    }
}
