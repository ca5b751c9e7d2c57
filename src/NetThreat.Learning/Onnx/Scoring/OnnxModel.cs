using System.Collections.Immutable;
using System.Text.Json;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Onnx.Format;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>A model that ONNX Runtime scores. The file is inspected before the runtime sees it; whether it is trusted is the caller's to know.</summary>
public abstract class OnnxModel : IModel
{
    public const string KindName = "onnx";

    private readonly byte[] _file;
    private readonly ManifestOnnx _onnx;
    private readonly ImmutableArray<string> _classes;
    private readonly int _steps;

    private protected OnnxModel(byte[] file, ManifestOnnx onnx, ColumnSet columns, ImmutableArray<string> classes, int steps)
    {
        (_file, _onnx, _classes, _steps) = (file, onnx, classes, steps);
        Columns = columns;
        Info = OnnxInspector.Inspect(file);
        Session = new OnnxSession(file, OnnxPlanner.Plan(Info, onnx, columns, steps), OnnxPreprocessing.Of(onnx, columns), onnx.Padding);
        Reader = OnnxScoreReader.Of(Session, onnx, classes);
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => Reader.Outputs;

    public bool HandlesMissing => _onnx.HandlesMissing;

    /// <summary>What the file says of itself.</summary>
    public OnnxModelInfo Info { get; }

    private protected OnnxSession Session { get; }

    private protected OnnxScoreReader Reader { get; }

    /// <summary>Loads a model of single rows (<see cref="IRowModel"/>) or of sequences (<see cref="ISequenceModel"/>).</summary>
    /// <param name="file">The .onnx file.</param>
    /// <param name="onnx">How it is fed and read.</param>
    /// <param name="columns">Columns of a row (of a step) in the order in which the model reads them.</param>
    /// <param name="classes">Names of the classes for <see cref="OnnxReading.Classes"/>; else empty.</param>
    /// <param name="steps">Longest sequence, or 0 for a model of single rows.</param>
    /// <exception cref="LearningException">The file is broken or refused, or does not fit what is said of it; one line.</exception>
    public static OnnxModel Load(ReadOnlySpan<byte> file, ManifestOnnx onnx, ColumnSet columns, IEnumerable<string>? classes = null, int steps = 0)
    {
        var bytes = file.ToArray();
        ImmutableArray<string> names = [.. classes ?? []];
        bool isClassifier = onnx.Reading == OnnxReading.Classes;
        if (steps > 0) return isClassifier ? new OnnxSequenceClassifier(bytes, onnx, columns, names, steps) : new OnnxSequenceModel(bytes, onnx, columns, steps);
        return isClassifier ? new OnnxClassifier(bytes, onnx, columns, names) : new OnnxAnomalyModel(bytes, onnx, columns);
    }

    /// <summary>Loads the file that a manifest speaks of.</summary>
    /// <inheritdoc cref="Load(ReadOnlySpan{byte}, ManifestOnnx, ColumnSet, IEnumerable{string}?, int)"/>
    public static OnnxModel Load(ReadOnlySpan<byte> file, ModelManifest manifest)
    {
        if (manifest.Onnx is not { } onnx) throw new LearningException($"model {manifest.Id()}: the manifest has no section 'onnx' that says how the file is fed and read");
        return Load(file, onnx, manifest.Columns(), manifest.Classes, manifest.Sequence?.Steps ?? 0);
    }

    public void Save(ModelWriter writer)
    {
        writer.WriteArray<byte>(JsonSerializer.SerializeToUtf8Bytes(_onnx, ManifestJson.Options));
        writer.Write(_steps);
        writer.Write(_classes.Length);
        foreach (var name in _classes) writer.Write(name);
        writer.WriteArray<byte>(_file);
    }

    internal static IModel Read(ModelReader reader, ColumnSet columns)
    {
        ManifestOnnx onnx;
        try
        {
            onnx = JsonSerializer.Deserialize<ManifestOnnx>(reader.ReadArray<byte>(), ManifestJson.Options) ?? throw new LearningException("the model file's section 'onnx' is empty");
        }
        catch (JsonException e)
        {
            throw new LearningException("the model file's section 'onnx' cannot be read", e);
        }
        int steps = reader.ReadCount(0, 4096);
        var classes = new string[reader.ReadCount(0, 65_536)];
        for (int i = 0; i < classes.Length; i++) classes[i] = reader.ReadString();
        return Load(reader.ReadArray<byte>(), onnx, columns, classes, steps);
    }
}
