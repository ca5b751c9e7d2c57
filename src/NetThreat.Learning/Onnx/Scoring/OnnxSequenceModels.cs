using System.Collections.Immutable;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>
/// An ONNX model of sequences. A model with an input for lengths gets them; one with a fixed number of steps gets padding where the manifest
/// allows it; one with a free number gets sequences of equal length together, so that no padding is ever read.
/// </summary>
public class OnnxSequenceModel : OnnxModel, ISequenceModel
{
    internal OnnxSequenceModel(byte[] file, ManifestOnnx onnx, ColumnSet columns, int steps)
        : this(file, onnx, columns, [], steps)
    {
    }

    private protected OnnxSequenceModel(byte[] file, ManifestOnnx onnx, ColumnSet columns, ImmutableArray<string> classes, int steps)
        : base(file, onnx, columns, classes, steps) => Steps = steps;

    public int Steps { get; }

    /// <inheritdoc/>
    public void Score(Sequences sequences, Span<double> scores)
    {
        Check(sequences, scores);
        var worker = Session.Rent();
        bool together = Session.Plan.Lengths is not null || Session.Plan.FixedSteps > 0;
        if (together) Score(worker, sequences, Math.Max(Session.Plan.FixedSteps, Math.Min(Steps, sequences.Steps)), anyLength: true, scores);
        else
        {
            for (int steps = 1; steps <= Math.Min(Steps, sequences.Steps); steps++) Score(worker, sequences, steps, anyLength: false, scores);
        }
        Session.Return(worker);
    }

    private void Score(OnnxWorker worker, Sequences sequences, int steps, bool anyLength, Span<double> scores)
    {
        int stride = sequences.Steps * sequences.Width, count = 0;
        for (int i = 0; i < sequences.Count; i++)
        {
            if (anyLength || sequences.Lengths[i] == steps) worker.Items[count++] = i;
            if (count < OnnxSession.MaxBatch && i < sequences.Count - 1) continue;
            worker.Score(sequences.Values, stride, steps, sequences.Lengths, count, Reader, scores);
            count = 0;
        }
    }

    private void Check(Sequences sequences, Span<double> scores)
    {
        if (sequences.Width != Columns.Count) throw new LearningException($"steps of {sequences.Width} values where the model '{Kind}' reads {Columns.Count} columns");
        if (scores.Length != sequences.Count * Outputs) throw new LearningException($"{scores.Length} places for {sequences.Count} sequences of {Outputs} outputs");
        var plan = Session.Plan;
        for (int i = 0; i < sequences.Count; i++)
        {
            int length = sequences.Lengths[i];
            if (length < 1 || length > Math.Min(Steps, sequences.Steps)) throw new LearningException($"sequence {i + 1} has {length} steps: the model reads 1 to {Steps}");
            if (length != plan.FixedSteps && plan.FixedSteps > 0 && plan.Lengths is null && Session.Padding == OnnxPadding.None)
                throw new LearningException($"sequence {i + 1} has {length} steps: the ONNX model reads exactly {plan.FixedSteps} (onnx: padding says what may stand in)");
            InputCheck.Values(sequences[i].Slice(0, length * sequences.Width), Columns, HandlesMissing);
        }
    }
}

/// <summary>An ONNX model of sequences with one probability per class.</summary>
public sealed class OnnxSequenceClassifier : OnnxSequenceModel, ISequenceClassifier
{
    internal OnnxSequenceClassifier(byte[] file, ManifestOnnx onnx, ColumnSet columns, ImmutableArray<string> classes, int steps)
        : base(file, onnx, columns, classes, steps) => Classes = classes;

    public ImmutableArray<string> Classes { get; }
}
