using System.Collections.Immutable;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Onnx.Format;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Onnx.Scoring;

/// <summary>Brings together what a manifest says and what the file declares; what does not fit is an error that names both.</summary>
internal static class OnnxPlanner
{
    /// <param name="steps">Longest sequence, or 0 for a model of single rows.</param>
    /// <exception cref="LearningException">Names the input or output, and what was found.</exception>
    public static OnnxPlan Plan(OnnxModelInfo info, ManifestOnnx onnx, ColumnSet columns, int steps)
    {
        var lengths = onnx.LengthsInput is { } name ? Lengths(Find(info, name), steps) : null;
        var fed = Fed(info, onnx);
        var inputs = fed.Length == 1 && (columns.Count == 1 || fed[0].Shape is not { Length: 2 } s || s[1] != 1)
            ? ImmutableArray.Create(Whole(fed[0], columns.Count, steps))
            : PerColumn(fed, columns, steps);
        var (output, keys, adds) = Output(info, onnx);
        // A matrix of one row is an input of rank 1: the runtime takes one row at a time.
        bool oneRow = fed.Length == 1 && inputs[0].Column < 0 && inputs[0].Rank == 1;
        long batch = oneRow ? 1 : Math.Max(0, fed.Max(f => f.Shape is { Length: > 0 } shape ? shape[0] : -1));
        if (batch > OnnxSession.MaxBatch) throw new LearningException($"the ONNX model takes exactly {batch} rows at a time: at most {OnnxSession.MaxBatch} are fed, export it with a free batch dimension");
        long fixedSteps = steps > 0 && fed[0].Shape is { Length: 3 } t ? Math.Max(0, t[1]) : 0;
        if (fixedSteps > 0 && fixedSteps != steps) throw new LearningException($"the ONNX model reads sequences of exactly {fixedSteps} steps: the manifest says {steps}");
        return new OnnxPlan(inputs, lengths, columns.Count, Math.Max(1, steps), (int)batch, (int)fixedSteps, output, keys, adds, info.Outputs.FirstOrDefault(o => o.Name == output)?.Shape);
    }

    private static ImmutableArray<OnnxValueInfo> Fed(OnnxModelInfo info, ManifestOnnx onnx)
    {
        ImmutableArray<OnnxValueInfo> fed = onnx.Inputs.Count > 0
            ? [.. onnx.Inputs.Select(i => Find(info, i))]
            : [.. info.Inputs.Where(i => i.Name != onnx.LengthsInput)];
        var left = info.Inputs.FirstOrDefault(i => i.Name != onnx.LengthsInput && !fed.Contains(i));
        if (left is not null) throw new LearningException($"the ONNX model also needs the input {OnnxInspector.Printable(left.ToString())}, which the manifest does not feed");
        return fed.IsEmpty ? throw new LearningException("the ONNX model has no input") : fed;
    }

    private static OnnxValueInfo Find(OnnxModelInfo info, string name) =>
        info.Inputs.FirstOrDefault(i => i.Name == name) ?? throw new LearningException($"the ONNX model has no input '{name}': it has {Names(info.Inputs)}");

    private static OnnxPlanInput Whole(OnnxValueInfo input, int width, int steps)
    {
        int rank = Rank(input, steps > 0 ? 3 : 2);
        if (steps > 0 && rank != 3) throw new LearningException($"the input {input} has rank {rank}: sequences have rank 3 (batch, steps, columns)");
        if (steps == 0 && rank == 3) throw new LearningException($"the input {input} has rank 3 and reads sequences: give the manifest a section 'sequence'");
        if (rank is < 1 or > 3) throw new LearningException($"the input {input} has rank {rank}: rows have rank 2, one row has rank 1, sequences have rank 3");
        long columns = input.Shape is { } shape ? shape[^1] : -1;
        if (columns > 0 && columns != width) throw new LearningException($"the input {input} reads {columns} columns: the manifest names {width}");
        return new OnnxPlanInput(input.Name, Numeric(input), -1, rank);
    }

    private static ImmutableArray<OnnxPlanInput> PerColumn(ImmutableArray<OnnxValueInfo> fed, ColumnSet columns, int steps)
    {
        if (steps > 0) throw new LearningException($"the ONNX model has {fed.Length} inputs: sequences are fed through one of rank 3");
        if (fed.Length != columns.Count) throw new LearningException($"the ONNX model has {fed.Length} inputs: one for all columns is fed, or one for each of the {columns.Count}");
        var bad = fed.FirstOrDefault(i => Rank(i, 2) > 2 || (i.Shape is { Length: 2 } shape && shape[1] > 1));
        if (bad is not null) throw new LearningException($"the input {bad} does not take one value a row");
        return [.. fed.Select((input, i) => new OnnxPlanInput(input.Name, Numeric(input), i, Rank(input, 2)))];
    }

    private static OnnxPlanInput Lengths(OnnxValueInfo input, int steps)
    {
        if (steps == 0) throw new LearningException("onnx: lengths_input belongs to models of sequences");
        if (input.Element is not (OnnxElement.Int32 or OnnxElement.Int64) || Rank(input, 1) != 1) throw new LearningException($"the input {input} cannot take the lengths of sequences: it must be int32 or int64 of rank 1");
        return new OnnxPlanInput(input.Name, input.Element, -1, 1);
    }

    private static (string Tensor, ImmutableArray<string> Keys, bool Adds) Output(OnnxModelInfo info, ManifestOnnx onnx)
    {
        if (onnx.Output.Length == 0 && info.Outputs.Length > 1) throw new LearningException($"the ONNX model has {info.Outputs.Length} outputs: name the one with the score, of {Names(info.Outputs)}");
        var output = onnx.Output.Length == 0 ? info.Outputs[0] : info.Outputs.FirstOrDefault(o => o.Name == onnx.Output)
            ?? throw new LearningException($"the ONNX model has no output '{onnx.Output}': it has {Names(info.Outputs)}");
        if (info.ZipMaps.TryGetValue(output.Name, out var map)) return (map.Tensor, map.Keys, info.Outputs.All(o => o.Name != map.Tensor));
        if (!output.IsTensor) throw new LearningException($"the output '{output.Name}' is a sequence or map that no ZipMap makes: export the model with tensors (for skl2onnx, options zipmap: False)");
        if (output.Element == OnnxElement.Text) throw new LearningException($"the output '{output.Name}' is text: name the one with the probabilities, of {Names(info.Outputs)}");
        return (output.Name, [], false);
    }

    private static OnnxElement Numeric(OnnxValueInfo input) => input is { IsTensor: true, Element: OnnxElement.Float32 or OnnxElement.Float64 or OnnxElement.Int64 or OnnxElement.Int32 }
        ? input.Element
        : throw new LearningException($"the input {input} takes neither float32, float64, int64 nor int32");

    private static int Rank(OnnxValueInfo input, int undeclared) => input.Shape?.Length ?? undeclared;

    private static string Names(IEnumerable<OnnxValueInfo> values) => OnnxInspector.Printable(string.Join(", ", values.Select(v => $"'{v.Name}'")));
}
