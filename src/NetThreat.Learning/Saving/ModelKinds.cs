using NetThreat.Learning.Models;
using NetThreat.Learning.Svm;
using NetThreat.Learning.Pipelines;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Saving;

/// <summary>How a model of a kind is read. Every kind that can be saved has one line here; the conformance suite runs over them.</summary>
public static class ModelKinds
{
    public static IReadOnlyDictionary<string, Func<ModelReader, ColumnSet, IModel>> Readers { get; } = new SortedDictionary<string, Func<ModelReader, ColumnSet, IModel>>(StringComparer.Ordinal)
    {
        // One line per kind, in the order of the alphabet.
        ["one-class-svm"] = OneClassSvmModel.Read,
        [PipelineModel.Name] = PipelineModel.Read,
        [SequencePipelineModel.Name] = SequencePipelineModel.Read,
    };
}
