using NetThreat.Learning.Boosting;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Onnx.Export;

/// <summary>
/// Tree models as TreeEnsembleRegressor (ai.onnx.ml 3): thresholds are float32 and "left when x ≤ t" is its BRANCH_LEQ, so that every row
/// reaches the same leaves; only the sums are of float32.
/// </summary>
internal static class OnnxTreeExport
{
    /// <summary>2 to the power of the sum of -path length / (trees × c(rows per tree)).</summary>
    public static string IsolationForest(OnnxGraphBuilder graph, string rows, IsolationForestModel model)
    {
        double unit = -1 / (model.Ensemble.Trees * AveragePathLength.Of(model.SampleSize));
        return graph.Node("Pow", [graph.Weights([2f], 1), Ensemble(graph, rows, model.Ensemble, unit, [])]);
    }

    /// <summary>The mean of the shares in the leaves.</summary>
    public static string DecisionForest(OnnxGraphBuilder graph, string rows, DecisionForestModel model) => Ensemble(graph, rows, model.Ensemble, 1.0 / model.Ensemble.Trees, []);

    /// <summary>Margins, then the logistic function or softmax.</summary>
    public static string GradientBoosting(OnnxGraphBuilder graph, string rows, GradientBoostingModel model)
    {
        var margins = Ensemble(graph, rows, model.Ensemble, 1, [.. model.BaseMargins.ToArray().Select(b => (float)b)]);
        return OnnxNetworkExport.Probabilities(graph, margins, model.Outputs);
    }

    private static string Ensemble(OnnxGraphBuilder graph, string rows, TreeEnsemble trees, double factor, float[] baseValues)
    {
        List<long> tree = [], node = [], feature = [], yes = [], no = [], missing = [], leafTree = [], leafNode = [], target = [];
        List<float> threshold = [], weight = [];
        for (int t = 0; t < trees.Trees; t++)
        {
            int root = trees.Roots[t];
            for (int n = root; n < trees.Roots[t + 1]; n++)
            {
                bool splits = trees.Feature[n] >= 0;
                tree.Add(t);
                node.Add(n - root);
                feature.Add(splits ? trees.Feature[n] : 0);
                threshold.Add(trees.Threshold[n]);
                yes.Add(splits ? trees.Left[n] - root : 0);
                no.Add(splits ? trees.Right[n] - root : 0);
                missing.Add(splits && trees.HandlesMissing && trees.MissingLeft[n] ? 1 : 0);
                if (splits) continue;
                var values = trees.LeafValues(n);
                for (int i = 0; i < values.Length; i++)
                {
                    // What is 0 adds nothing, but a leaf needs an entry.
                    if (values[i] == 0 && i > 0) continue;
                    leafTree.Add(t);
                    leafNode.Add(n - root);
                    target.Add(values.Length == 1 ? trees.TreeOutputs[t] : i);
                    weight.Add((float)(values[i] * factor));
                }
            }
        }
        var modes = feature.Select((_, i) => yes[i] == 0 && no[i] == 0 ? "LEAF" : "BRANCH_LEQ");
        var output = graph.Name("trees");
        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.Int("n_targets", trees.Outputs),
            OnnxAttribute.Ints("nodes_treeids", [.. tree]),
            OnnxAttribute.Ints("nodes_nodeids", [.. node]),
            OnnxAttribute.Ints("nodes_featureids", [.. feature]),
            OnnxAttribute.Texts("nodes_modes", modes),
            OnnxAttribute.Floats("nodes_values", [.. threshold]),
            OnnxAttribute.Ints("nodes_truenodeids", [.. yes]),
            OnnxAttribute.Ints("nodes_falsenodeids", [.. no]),
            OnnxAttribute.Ints("nodes_missing_value_tracks_true", [.. missing]),
            OnnxAttribute.Ints("target_treeids", [.. leafTree]),
            OnnxAttribute.Ints("target_nodeids", [.. leafNode]),
            OnnxAttribute.Ints("target_ids", [.. target]),
            OnnxAttribute.Floats("target_weights", [.. weight]),
        ];
        if (baseValues.Length > 0) attributes.Add(OnnxAttribute.Floats("base_values", baseValues));
        graph.Add("TreeEnsembleRegressor", [rows], [output], [.. attributes], machineLearning: true);
        return output;
    }
}
