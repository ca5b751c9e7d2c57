using NetThreat.Core.Randomness;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Onnx.Export;
using NetThreat.Learning.Onnx.Format;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.Onnx;

/// <summary>Every layer of sequences, run by ONNX Runtime on sequences of all lengths, gives what our pass gives.</summary>
public sealed class OnnxLayerExportTests
{
    private const int Count = 37, Steps = 9, Inputs = 6, Units = 8;

    public static TheoryData<string> Networks => [.. Layers.Keys];

    private static readonly SortedDictionary<string, Func<Layer<float>[]>> Layers = new(StringComparer.Ordinal)
    {
        ["lstm, last step"] = () => [new LstmLayer<float>(Inputs, Units), new LastStepLayer<float>(Units)],
        ["gru, last step"] = () => [new GruLayer<float>(Inputs, Units), new LastStepLayer<float>(Units)],
        ["two lstm, mean"] = () => [new LstmLayer<float>(Inputs, Units), new LstmLayer<float>(Units, Units), new MeanStepLayer<float>(Units)],
        ["gru, dropout, dense, last step"] = () => [new GruLayer<float>(Inputs, Units), new DropoutLayer<float>(Units, 0.5), new DenseLayer<float>(Units, Units), new LastStepLayer<float>(Units)],
        ["lstm, last step, dense"] = () => [new LstmLayer<float>(Inputs, 5), new LastStepLayer<float>(5), new DenseLayer<float>(5, Units), new ActivationLayer<float>(Activation.LeakyRelu, Units)],
        ["positions, norm, residual, mean"] = () => [new DenseLayer<float>(Inputs, Units), new PositionalEncodingLayer<float>(Steps, Units), new LayerNormLayer<float>(Units), new ResidualLayer<float>(new DenseLayer<float>(Units, Units)), new MeanStepLayer<float>(Units)],
        ["attention, mean"] = () => [new DenseLayer<float>(Inputs, Units), new AttentionLayer<float>(Units, 2, causal: false), new MeanStepLayer<float>(Units)],
        ["causal attention, last step"] = () => [new DenseLayer<float>(Inputs, Units), new AttentionLayer<float>(Units, 4, causal: true), new LastStepLayer<float>(Units)],
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void An_exported_network_gives_what_its_pass_gives(string name)
    {
        var network = new SequentialLayer<float>(Layers[name]());
        WeightInitialisation.Draw(network, seed: 17);
        var sequences = Sequences();
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("sequences", OnnxElement.Float32, "n", Steps, Inputs);
        var lengths = graph.Input("lengths", OnnxElement.Int32, "n");
        graph.Output("out", OnnxLayerExport.Sequences(graph, input, lengths, Steps, network), OnnxElement.Float32, "n", Units);

        var onnx = new ManifestOnnx { Inputs = ["sequences"], LengthsInput = "lengths", Reading = OnnxReading.Classes };
        var model = (ISequenceModel)OnnxModel.Load(graph.File(), onnx, ColumnSet.Numbered(Inputs), Enumerable.Range(0, Units).Select(i => $"unit {i}"), Steps);
        var scores = new double[Count * Units];
        model.Score(sequences, scores);

        var batch = new Batch<float>();
        batch.Shape(Count, Steps, Inputs);
        sequences.Values.CopyTo(batch.Values);
        sequences.Lengths.CopyTo(batch.Lengths);
        var pass = network.NewPass(training: false);
        pass.Forward(batch, PassMode.Scoring);
        for (int s = 0; s < Count; s++)
            for (int u = 0; u < Units; u++) OnnxReference.Close(pass.Output[s][u], scores[s * Units + u], $"sequence {s} of {sequences.Lengths[s]} steps, unit {u}");
    }

    /// <summary>All lengths; what follows a sequence is far from 0, so that it would show.</summary>
    private static Sequences Sequences()
    {
        var sequences = new Sequences(new float[Count * Steps * Inputs], [.. Enumerable.Range(0, Count).Select(i => 1 + i % Steps)], Steps, Inputs);
        var random = new Xoshiro256(29);
        for (int s = 0; s < Count; s++)
            for (int t = 0; t < Steps; t++)
                foreach (ref float x in sequences[s, t]) x = t < sequences.Lengths[s] ? (float)(random.NextDouble() * 2 - 1) : 50;
        return sequences;
    }
}
