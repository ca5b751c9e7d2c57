using System.Collections.Immutable;

namespace NetThreat.Learning.Onnx.Format;

/// <summary>An input or output as the file declares it. Declared shapes of outputs cannot be trusted: converters write wrong ones.</summary>
/// <param name="IsTensor">False for sequences and maps.</param>
/// <param name="Shape">Dimensions, -1 where free; null when the file declares none.</param>
public sealed record OnnxValueInfo(string Name, bool IsTensor, OnnxElement Element, ImmutableArray<long>? Shape)
{
    public override string ToString() => IsTensor
        ? $"{Name}: {Element.ToString().ToLowerInvariant()}[{(Shape is { } s ? string.Join(", ", s.Select(d => d < 0 ? "n" : $"{d}")) : "?")}]"
        : $"{Name}: sequence or map";
}

/// <summary>A ZipMap: it turns the columns of a tensor into one map a row, which costs far more than all the scoring.</summary>
/// <param name="Tensor">The value that it reads: what we read in its place.</param>
/// <param name="Keys">The key of every column.</param>
public sealed record OnnxZipMap(string Tensor, ImmutableArray<string> Keys);

/// <summary>What the file of a model says of itself.</summary>
/// <param name="Opsets">Operator set by domain; the standard domain is "ai.onnx".</param>
/// <param name="ZipMaps">By the output that they make.</param>
/// <param name="Nodes">Operators, those of nested graphs included.</param>
/// <param name="Elements">Elements of all weights.</param>
public sealed record OnnxModelInfo(
    long IrVersion,
    ImmutableSortedDictionary<string, long> Opsets,
    string Producer,
    ImmutableArray<OnnxValueInfo> Inputs,
    ImmutableArray<OnnxValueInfo> Outputs,
    ImmutableDictionary<string, OnnxZipMap> ZipMaps,
    int Nodes,
    long Elements);
