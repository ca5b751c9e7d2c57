using System.Collections.Immutable;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>What the two models of single rows share.</summary>
public abstract class OnnxRowModel : OnnxModel, IRowModel
{
    private protected OnnxRowModel(byte[] file, ManifestOnnx onnx, ColumnSet columns, ImmutableArray<string> classes)
        : base(file, onnx, columns, classes, steps: 0)
    {
    }

    /// <inheritdoc/>
    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        var worker = Session.Rent();
        for (int done = 0; done < rows.Count;)
        {
            int count = Math.Min(OnnxSession.MaxBatch, rows.Count - done);
            for (int i = 0; i < count; i++) worker.Items[i] = done + i;
            worker.Score(rows.Values, rows.Width, 1, default, count, Reader, scores);
            done += count;
        }
        // After a fault the worker is left to the collector: its buffers may be half written.
        Session.Return(worker);
    }
}

/// <summary>An ONNX model with one score a row: the higher, the less normal.</summary>
public sealed class OnnxAnomalyModel : OnnxRowModel, IAnomalyModel
{
    internal OnnxAnomalyModel(byte[] file, ManifestOnnx onnx, ColumnSet columns)
        : base(file, onnx, columns, [])
    {
    }
}

/// <summary>An ONNX model with one probability per class.</summary>
public sealed class OnnxClassifier : OnnxRowModel, IClassifier
{
    internal OnnxClassifier(byte[] file, ManifestOnnx onnx, ColumnSet columns, ImmutableArray<string> classes)
        : base(file, onnx, columns, classes) => Classes = classes;

    public ImmutableArray<string> Classes { get; }
}
