using NetThreat.Core.Randomness;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Onnx.Export;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;

namespace NetThreat.Tests.Learning.Onnx;

/// <summary>Sequence models run by ONNX Runtime give our scores for sequences of every length: 1e-5.</summary>
public sealed class OnnxSequenceExportTests
{
    private const int Count = 50, Steps = 8, Inputs = 5;

    public static TheoryData<string, int> Encoders => new()
    {
        { "Lstm", 1 }, { "Lstm", 2 }, { "Gru", 1 }, { "Gru", 2 }, { "Transformer", 2 },
    };

    [Theory]
    [MemberData(nameof(Encoders))]
    public void An_exported_classifier_gives_our_probabilities(string encoder, int layers)
    {
        Same(Classifier(encoder, layers), Sequences(Steps));
        Same(Classifier(encoder, layers), Sequences(Steps - 3));
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void An_exported_predictor_gives_our_errors(string encoder, int layers)
    {
        var shape = Shape(encoder, layers);
        var network = shape.NewPredictor();
        WeightInitialisation.Draw(network, seed: 5);
        Same(new SequencePredictorModel(ColumnSet.Numbered(Inputs), shape, network), Sequences(Steps));
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("log,robust")]
    public void Preprocessing_of_steps_is_part_of_the_file(string steps)
    {
        var sequences = Sequences(Steps);
        var preprocessing = Preprocessing.Fit(new Matrix(Sequences(Steps).Values, Count * Steps, Inputs), ColumnSet.Numbered(Inputs), StepNames.Parse(steps));
        var inner = Classifier("Lstm", 1);
        var model = new SequenceClassifierModel(preprocessing.Output, inner.Classes, inner.Shape, new float[Inputs], inner.Network);
        Same(SequencePipelineModel.Of(preprocessing, model), sequences);
    }

    private static SequenceClassifierModel Classifier(string encoder, int layers)
    {
        var shape = Shape(encoder, layers);
        var network = shape.NewClassifier(3);
        WeightInitialisation.Draw(network, seed: 3);
        return new SequenceClassifierModel(ColumnSet.Numbered(Inputs), ["benign", "scan", "flood"], shape, new float[Inputs], network);
    }

    private static SequenceShape Shape(string encoder, int layers) => new(Enum.Parse<SequenceEncoder>(encoder), Inputs, Steps, Units: 12, layers, Heads: 2);

    private static void Same(ISequenceModel model, Sequences sequences)
    {
        var export = OnnxExport.Of(model);
        var imported = (ISequenceModel)OnnxModel.Load(export.File, export.Onnx, model.Columns, (model as ISequenceClassifier)?.Classes, model.Steps);
        double[] ours = new double[Count * model.Outputs], theirs = new double[Count * model.Outputs];
        model.Score(sequences, ours);
        imported.Score(sequences, theirs);
        for (int i = 0; i < ours.Length; i++) OnnxReference.Close(ours[i], theirs[i], $"sequence {i / model.Outputs + 1}, output {i % model.Outputs}");
        Assert.True(ours.Distinct().Count() > Count / 2, "the sequences tell nothing apart");
    }

    private static Sequences Sequences(int steps)
    {
        var random = new Xoshiro256(7);
        var sequences = new Sequences(new float[Count * steps * Inputs], [.. Enumerable.Range(0, Count).Select(i => 1 + i % steps)], steps, Inputs);
        foreach (ref float x in sequences.Values.AsSpan()) x = (float)(4 * random.NextDouble() - 2);
        return sequences;
    }
}
