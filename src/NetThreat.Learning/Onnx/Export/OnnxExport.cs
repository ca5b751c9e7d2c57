using System.Globalization;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Forests;
using NetThreat.Learning.Linear;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.Classifiers;
using NetThreat.Learning.Onnx.Format;
using NetThreat.Learning.Pipelines;

namespace NetThreat.Learning.Onnx.Export;

/// <summary>A model as an ONNX file, and how it is fed and read.</summary>
/// <param name="File">Operator set 17, IR version 8; trees as ai.onnx.ml 3.</param>
/// <param name="Onnx">The section of a manifest with which the file is imported again.</param>
public sealed record OnnxExport(byte[] File, ManifestOnnx Onnx)
{
    public const string InputName = "rows", SequencesName = "sequences", LengthsName = "lengths", ScoreName = "score", ProbabilitiesName = "probabilities";

    /// <summary>
    /// Writes a model. Run by ONNX Runtime its scores are ours within float32: 1e-5. Preprocessing is part of the file and computed in
    /// float64, as here.
    /// </summary>
    /// <exception cref="LearningException">ONNX cannot express the model or one of its preprocessing steps; the message names it.</exception>
    public static OnnxExport Of(IModel model) => model switch
    {
        SequencePipelineModel pipeline => OfSequences(pipeline, pipeline.Inner, (graph, value) => OnnxPreprocessingExport.Write(graph, value, pipeline.Preprocessing)),
        ISequenceModel sequences => OfSequences(sequences, sequences, (_, value) => value),
        PipelineModel pipeline => OfRows(pipeline, pipeline.Inner, (graph, value) => OnnxPreprocessingExport.Write(graph, value, pipeline.Preprocessing)),
        IRowModel rows => OfRows(rows, rows, (_, value) => value),
        _ => throw Unable(model),
    };

    private static OnnxExport OfRows(IRowModel model, IRowModel inner, Func<OnnxGraphBuilder, string, string> preprocess)
    {
        var graph = Begin(model);
        var rows = preprocess(graph, graph.Input(InputName, OnnxElement.Float32, "n", model.Columns.Count));
        var value = inner switch
        {
            IsolationForestModel forest => OnnxTreeExport.IsolationForest(graph, rows, forest),
            DecisionForestModel forest => OnnxTreeExport.DecisionForest(graph, rows, forest),
            GradientBoostingModel boosting => OnnxTreeExport.GradientBoosting(graph, rows, boosting),
            AutoencoderModel autoencoder => OnnxNetworkExport.Autoencoder(graph, rows, autoencoder),
            VariationalAutoencoderModel autoencoder => OnnxNetworkExport.VariationalAutoencoder(graph, rows, autoencoder),
            DenseClassifierModel classifier => OnnxNetworkExport.DenseClassifier(graph, rows, classifier),
            LogisticRegressionModel classifier => OnnxNetworkExport.LogisticRegression(graph, rows, classifier),
            _ => throw Unable(inner),
        };
        return End(graph, model, value, new ManifestOnnx { Inputs = [InputName] });
    }

    private static OnnxExport OfSequences(ISequenceModel model, ISequenceModel inner, Func<OnnxGraphBuilder, string, string> preprocess)
    {
        var graph = Begin(model);
        var sequences = graph.Input(SequencesName, OnnxElement.Float32, "n", model.Steps, model.Columns.Count);
        var lengths = graph.Input(LengthsName, OnnxElement.Int32, "n");
        var value = OnnxNetworkExport.Sequences(graph, preprocess(graph, sequences), lengths, inner) ?? throw Unable(inner);
        return End(graph, model, value, new ManifestOnnx { Inputs = [SequencesName], LengthsInput = LengthsName });
    }

    private static OnnxGraphBuilder Begin(IModel model)
    {
        var graph = new OnnxGraphBuilder();
        graph.Metadata("kind", model.Kind);
        for (int i = 0; i < model.Columns.Count; i++) graph.Metadata(string.Create(CultureInfo.InvariantCulture, $"column {i}"), model.Columns[i]);
        return graph;
    }

    private static OnnxExport End(OnnxGraphBuilder graph, IModel model, string value, ManifestOnnx onnx)
    {
        bool isClassifier = model is IClassifier or ISequenceClassifier;
        var classes = model is IClassifier c ? c.Classes : model is ISequenceClassifier s ? s.Classes : [];
        for (int i = 0; i < classes.Length; i++) graph.Metadata(string.Create(CultureInfo.InvariantCulture, $"class {i}"), classes[i]);
        var name = isClassifier ? ProbabilitiesName : ScoreName;
        graph.Output(name, value, OnnxElement.Float32, "n", model.Outputs);
        var file = graph.File();
        if (file.Length > OnnxLimits.Default.MaxFileBytes) throw new LearningException($"the model is too large for an ONNX file: {file.Length >> 20} MB, at most {OnnxLimits.Default.MaxFileBytes >> 20} MB are read");
        return new(file, onnx with { Output = name, Reading = isClassifier ? OnnxReading.Classes : OnnxReading.Value, HandlesMissing = model.HandlesMissing });
    }

    private static LearningException Unable(IModel model) =>
        new($"a model of the kind '{model.Kind}' cannot be written as ONNX: isolation forests, random forests, extra trees, gradient boosting, autoencoders, dense classifiers, logistic regression, LSTM, GRU and Transformer models can");
}
