using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Onnx.Format;

namespace NetThreat.Learning.Onnx.Export;

/// <summary>Multi-head self-attention over the steps that are there.</summary>
internal static class OnnxAttentionExport
{
    /// <summary>What stands for minus infinity before the softmax: with a real one, a row of nothing would be NaN.</summary>
    private const float Hidden = -1e30f;

    /// <param name="value"><c>[n, steps, width]</c>.</param>
    /// <param name="dense">Writes a dense layer over the steps.</param>
    public static string Write(OnnxGraphBuilder graph, string value, string lengths, int steps, AttentionLayer<float> layer, Func<string, DenseLayer<float>, string> dense)
    {
        int width = layer.Inputs, heads = layer.Heads, perHead = layer.HeadWidth;
        var projected = dense(value, layer.Projection);
        string queries = Part(0, 0, 2, 1, 3), keys = Part(1, 0, 2, 3, 1), values = Part(2, 0, 2, 1, 3);
        var scores = graph.Node("Mul", [graph.Node("MatMul", [queries, keys]), graph.Weights([1 / MathF.Sqrt(perHead)], 1)]);
        var shares = graph.Node("Softmax", [graph.Node("Where", [Seen(graph, lengths, steps, layer.Causal), scores, graph.Weights([Hidden], 1)])], OnnxAttribute.Int("axis", -1));
        var mixed = graph.Node("Transpose", [graph.Node("MatMul", [shares, values])], OnnxAttribute.Ints("perm", 0, 2, 1, 3));
        return dense(graph.Node("Reshape", [mixed, graph.Weights([0, steps, width], 3)]), layer.Output);

        string Part(int part, params long[] order)
        {
            long[] columns = [.. Enumerable.Range(part * width, width).Select(c => (long)c)];
            var picked = graph.Node("Gather", [projected, graph.Weights(columns, width)], OnnxAttribute.Int("axis", -1));
            return graph.Node("Transpose", [graph.Node("Reshape", [picked, graph.Weights([0, steps, heads, perHead], 4)])], OnnxAttribute.Ints("perm", order));
        }
    }

    /// <summary>bool <c>[n, 1, 1 or steps, steps]</c>: which steps a step may look at.</summary>
    private static string Seen(OnnxGraphBuilder graph, string lengths, int steps, bool causal)
    {
        var positions = graph.Weights([.. Enumerable.Range(0, steps).Select(i => (long)i)], 1, 1, 1, steps);
        var column = graph.Node("Unsqueeze", [graph.Cast(lengths, OnnxElement.Int64), graph.Weights([1, 2, 3], 3)]);
        var there = graph.Node("Less", [positions, column]);
        if (!causal) return there;
        long[] before = [.. Enumerable.Range(0, steps * steps).Select(i => i % steps <= i / steps ? 1L : 0L)];
        return graph.Node("And", [there, graph.Cast(graph.Weights(before, 1, 1, steps, steps), OnnxElement.Bool)]);
    }
}
