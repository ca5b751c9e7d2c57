using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Scaling;

namespace NetThreat.Learning.Pipelines;

internal class AnomalyPipeline(Preprocessing preprocessing, IAnomalyModel inner) : PipelineModel(preprocessing, inner), IAnomalyModel;

internal class ClassifierPipeline(Preprocessing preprocessing, IClassifier inner) : PipelineModel(preprocessing, inner), IClassifier
{
    public ImmutableArray<string> Classes { get; } = inner.Classes;
}

internal sealed class ExplainablePipeline(Preprocessing preprocessing, IExplainable inner) : PipelineModel(preprocessing, inner), IExplainable
{
    public string ExplainedOutput => inner.ExplainedOutput;

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions) => ExplainRaw(inner, row, output, contributions);
}

internal sealed class ExplainableAnomalyPipeline(Preprocessing preprocessing, IAnomalyModel inner, IExplainable explained) : AnomalyPipeline(preprocessing, inner), IExplainable
{
    public string ExplainedOutput => explained.ExplainedOutput;

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions) => ExplainRaw(explained, row, output, contributions);
}

internal sealed class ExplainableClassifierPipeline(Preprocessing preprocessing, IClassifier inner, IExplainable explained) : ClassifierPipeline(preprocessing, inner), IExplainable
{
    public string ExplainedOutput => explained.ExplainedOutput;

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions) => ExplainRaw(explained, row, output, contributions);
}
