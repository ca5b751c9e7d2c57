using NetThreat.Learning.Linear;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.Classifiers;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Onnx.Format;

namespace NetThreat.Learning.Onnx.Export;

/// <summary>Networks with what turns their output into a score.</summary>
internal static class OnnxNetworkExport
{
    private static readonly OnnxAttribute LastAxis = OnnxAttribute.Int("axis", -1);

    /// <summary>The mean over the columns of (output - row)².</summary>
    public static string Autoencoder(OnnxGraphBuilder graph, string rows, AutoencoderModel model) =>
        Mean(graph, SquaredError(graph, OnnxLayerExport.Rows(graph, rows, model.Network), rows));

    /// <summary>The mean squared error, and beta / columns × the divergence of the code ½ Σ (μ² + e^v - 1 - v).</summary>
    public static string VariationalAutoencoder(OnnxGraphBuilder graph, string rows, VariationalAutoencoderModel model)
    {
        var layers = model.Network.Layers;
        int code = layers[1].Outputs;
        var parameters = OnnxLayerExport.Rows(graph, rows, layers[0]);
        string means = Part(0), logs = Part(code);
        var error = Mean(graph, SquaredError(graph, OnnxLayerExport.Rows(graph, means, layers[2]), rows));
        var terms = graph.Node("Sub", [graph.Node("Add", [graph.Node("Mul", [means, means]), graph.Node("Exp", [logs])]), graph.Node("Add", [logs, graph.Weights([1f], 1)])]);
        // The mean over the code times its width is the sum.
        var divergence = graph.Node("Mul", [Mean(graph, terms), graph.Weights([(float)(model.Beta / model.Columns.Count * 0.5 * code)], 1)]);
        return graph.Node("Add", [error, divergence]);

        string Part(int first) => graph.Node("Gather", [parameters, graph.Weights([.. Enumerable.Range(first, code).Select(i => (long)i)], code)], LastAxis);
    }

    public static string DenseClassifier(OnnxGraphBuilder graph, string rows, DenseClassifierModel model) =>
        graph.Node("Softmax", [OnnxLayerExport.Rows(graph, rows, model.Network)], LastAxis);

    /// <summary>Margins in float64, as here, then the logistic function or softmax.</summary>
    public static string LogisticRegression(OnnxGraphBuilder graph, string rows, LogisticRegressionModel model)
    {
        int width = model.Columns.Count, margins = model.Parameters.Length / (width + 1);
        double[] weights = new double[margins * width], intercepts = new double[margins];
        for (int m = 0; m < margins; m++)
        {
            var own = model.Parameters.Slice(m * (width + 1), width + 1);
            intercepts[m] = own[width];
            for (int c = 0; c < width; c++) weights[c * margins + m] = own[c];
        }
        var product = graph.Node("MatMul", [graph.Cast(rows, OnnxElement.Float64), graph.Weights(weights, width, margins)]);
        return Probabilities(graph, graph.Cast(graph.Node("Add", [product, graph.Weights(intercepts, margins)]), OnnxElement.Float32), model.Outputs);
    }

    /// <summary>One margin of the second of two classes, or one per class, as probabilities.</summary>
    public static string Probabilities(OnnxGraphBuilder graph, string margins, int classes)
    {
        if (classes > 2) return graph.Node("Softmax", [margins], LastAxis);
        // Each from its own side: 1 - p would lose what is small.
        return graph.Node("Concat", [graph.Node("Sigmoid", [graph.Node("Neg", [margins])]), graph.Node("Sigmoid", [margins])], LastAxis);
    }

    /// <returns>Null for a kind that cannot be written.</returns>
    public static string? Sequences(OnnxGraphBuilder graph, string sequences, string lengths, ISequenceModel model) => model switch
    {
        SequenceClassifierModel classifier => graph.Node("Softmax", [OnnxLayerExport.Sequences(graph, sequences, lengths, model.Steps, classifier.Network)], LastAxis),
        SequencePredictorModel predictor => Predictor(graph, sequences, lengths, predictor),
        _ => null,
    };

    /// <summary>The network reads a step of zeros and all steps but the last; the score is the mean of (predicted - there)² over the steps that are there.</summary>
    private static string Predictor(OnnxGraphBuilder graph, string sequences, string lengths, SequencePredictorModel model)
    {
        string delayed = graph.Node("Pad", [sequences, graph.Weights([0L, 1, 0, 0, -1, 0], 6)]);
        var errors = SquaredError(graph, OnnxLayerExport.Sequences(graph, delayed, lengths, model.Steps, model.Network), sequences);
        var perStep = graph.Node("Squeeze", [Mean(graph, errors, axis: 2), graph.Weights([2L], 1)]);
        var count = graph.Node("Unsqueeze", [lengths, graph.Weights([1L], 1)]);
        var there = graph.Node("Less", [graph.Weights([.. Enumerable.Range(0, model.Steps).Select(i => (long)i)], 1, model.Steps), graph.Cast(count, OnnxElement.Int64)]);
        var sum = graph.Node("ReduceSum", [graph.Node("Where", [there, perStep, graph.Weights([0f], 1)]), graph.Weights([1L], 1)], OnnxAttribute.Int("keepdims", 1));
        return graph.Node("Div", [sum, graph.Cast(count, OnnxElement.Float32)]);
    }

    private static string SquaredError(OnnxGraphBuilder graph, string output, string expected)
    {
        var difference = graph.Node("Sub", [output, expected]);
        return graph.Node("Mul", [difference, difference]);
    }

    private static string Mean(OnnxGraphBuilder graph, string value, int axis = 1) => graph.Node("ReduceMean", [value], OnnxAttribute.Ints("axes", axis), OnnxAttribute.Int("keepdims", 1));
}
