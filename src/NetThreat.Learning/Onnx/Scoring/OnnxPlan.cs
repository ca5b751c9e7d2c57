using System.Collections.Immutable;
using NetThreat.Learning.Onnx.Format;

namespace NetThreat.Learning.Onnx.Scoring;

/// <param name="Column">The one column that it takes, or -1 for all.</param>
/// <param name="Rank">Dimensions of the tensor: 1 is one row (or one value per row), 2 is rows, 3 is sequences.</param>
internal sealed record OnnxPlanInput(string Name, OnnxElement Element, int Column, int Rank);

/// <summary>How rows become the tensors of one model's inputs, and which tensor is read.</summary>
/// <param name="Width">Values of a row (of a step).</param>
/// <param name="Steps">Longest sequence; 1 for models of rows.</param>
/// <param name="FixedBatch">The only number of rows that the model takes, or 0 for any.</param>
/// <param name="FixedSteps">The only number of steps that the model takes, or 0 for any.</param>
/// <param name="Output">The tensor that is read: for a ZipMap what it reads itself.</param>
/// <param name="Keys">Keys of the output's columns; empty for plain tensors.</param>
/// <param name="AddsOutput">The tensor must be made an output first.</param>
/// <param name="Declared">The output's shape as the file declares it, -1 where free; null without one.</param>
internal sealed record OnnxPlan(
    ImmutableArray<OnnxPlanInput> Inputs,
    OnnxPlanInput? Lengths,
    int Width,
    int Steps,
    int FixedBatch,
    int FixedSteps,
    string Output,
    ImmutableArray<string> Keys,
    bool AddsOutput,
    ImmutableArray<long>? Declared);
