using NetThreat.Learning.Onnx.Format;
using NetThreat.Learning.Scaling;

namespace NetThreat.Learning.Onnx.Export;

/// <summary>Preprocessing steps as operators over the last axis: of rows and of sequences alike. Scales are computed in float64, as here.</summary>
internal static class OnnxPreprocessingExport
{
    private static readonly OnnxAttribute LastAxis = OnnxAttribute.Int("axis", -1);

    /// <exception cref="LearningException">A step that ONNX cannot express.</exception>
    public static string Write(OnnxGraphBuilder graph, string value, Preprocessing preprocessing)
    {
        foreach (var step in preprocessing.Steps)
        {
            value = step switch
            {
                ScaledColumns scaled => Scaled(graph, value, scaled),
                OneHotColumns encoded => OneHot(graph, value, encoded),
                FilledColumns filled => Filled(graph, value, filled),
                _ => throw new LearningException($"the preprocessing step '{step.Kind}' cannot be written as ONNX"),
            };
        }
        return value;
    }

    private static string Scaled(OnnxGraphBuilder graph, string value, ScaledColumns step)
    {
        int width = step.Input.Count;
        double[] center = new double[width], scale = new double[width], low = new double[width], high = new double[width];
        var log = new long[width];
        for (int c = 0; c < width; c++)
        {
            (center[c], scale[c], low[c], high[c]) = step.Scale(c) switch
            {
                AffineScale a => (a.Center, a.Scale, Math.Max(a.Low, float.MinValue), Math.Min(a.High, float.MaxValue)),
                LogScale l => (0, 1, 0, Math.Min(l.High, float.MaxValue)),
                null => (0, 1, double.NegativeInfinity, double.PositiveInfinity),
                _ => throw new LearningException($"the quantile scale of column '{step.Input[c]}' cannot be written as ONNX: standard, robust, min-max and log scales can"),
            };
            log[c] = step.Scale(c) is LogScale ? 1 : 0;
        }
        var x = graph.Cast(value, OnnxElement.Float64);
        if (log.Contains(1)) x = graph.Node("Where", [graph.Cast(graph.Weights(log, width), OnnxElement.Bool), Log1p(graph, x), x]);
        x = graph.Node("Div", [graph.Node("Sub", [x, graph.Weights(center, width)]), graph.Weights(scale, width)]);
        x = graph.Node("Min", [graph.Node("Max", [x, graph.Weights(low, width)]), graph.Weights(high, width)]);
        return graph.Cast(x, OnnxElement.Float32);
    }

    /// <summary>ln(1 + max(x, 0)) by the same steps as <see cref="LogScale"/>.</summary>
    private static string Log1p(OnnxGraphBuilder graph, string value)
    {
        string zero = graph.Weights([0d], 1), one = graph.Weights([1d], 1);
        var x = graph.Node("Max", [value, zero]);
        var u = graph.Node("Add", [x, one]);
        var precise = graph.Node("Div", [graph.Node("Mul", [graph.Node("Log", [u]), x]), graph.Node("Sub", [u, one])]);
        return graph.Node("Where", [graph.Node("Equal", [u, one]), x, precise]);
    }

    private static string OneHot(OnnxGraphBuilder graph, string value, OneHotColumns step)
    {
        List<string> parts = [];
        for (int c = 0; c < step.Input.Count; c++)
        {
            var column = graph.Node("Gather", [value, graph.Weights([(long)c], 1)], LastAxis);
            var codes = step.Codes(c);
            parts.Add(step.Fills(c) ? graph.Cast(graph.Node("Equal", [column, graph.Weights(codes, codes.Length)]), OnnxElement.Float32) : column);
        }
        return graph.Node("Concat", [.. parts], LastAxis);
    }

    private static string Filled(OnnxGraphBuilder graph, string value, FilledColumns step)
    {
        int width = step.Input.Count;
        var fill = Enumerable.Range(0, width).Select(step.Fill).ToArray();
        var missing = graph.Node("IsNaN", [value]);
        var filled = graph.Node("Where", [missing, graph.Weights(fill, width), value]);
        long[] indicated = [.. Enumerable.Range(width, step.Output.Count - width).Select(o => (long)step.Origins[o])];
        if (indicated.Length == 0) return filled;
        var indicators = graph.Node("Gather", [graph.Cast(missing, OnnxElement.Float32), graph.Weights(indicated, indicated.Length)], LastAxis);
        return graph.Node("Concat", [filled, indicators], LastAxis);
    }
}
