using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Autoencoders;

namespace NetThreat.Learning.Onnx.Export;

/// <summary>Networks with what turns their output into a score.</summary>
internal static class OnnxNetworkExport
{
    /// <summary>The mean over the columns of (output - row)².</summary>
    public static string Autoencoder(OnnxGraphBuilder graph, string rows, AutoencoderModel model)
    {
        var output = OnnxLayerExport.Rows(graph, rows, model.Network);
        var difference = graph.Node("Sub", [output, rows]);
        return graph.Node("ReduceMean", [graph.Node("Mul", [difference, difference])], OnnxAttribute.Ints("axes", 1), OnnxAttribute.Int("keepdims", 1));
    }

    /// <returns>Null for a kind that cannot be written.</returns>
    public static string? Sequences(OnnxGraphBuilder graph, string sequences, string lengths, ISequenceModel model)
    {
        _ = (graph, sequences, lengths, model);
        return null;
    }
}
