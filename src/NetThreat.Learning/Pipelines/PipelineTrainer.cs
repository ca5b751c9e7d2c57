using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Pipelines;

/// <summary>Fits preprocessing and, on what it makes of the rows, a model. Only the training rows shape the preprocessing, so that a split stays honest.</summary>
/// <param name="Steps">In the order of their application; may be empty.</param>
/// <param name="Inner">The trainer of the model, whose hyper-parameters a search draws.</param>
public sealed record PipelineTrainer(ImmutableArray<IStepTrainer> Steps, IRowTrainer Inner) : IRowTrainer, IWrappingTrainer
{
    public PipelineTrainer(IEnumerable<IStepTrainer> steps, IRowTrainer inner)
        : this([.. steps], inner)
    {
    }

    public string Kind => PipelineModel.Name;

    public bool NeedsLabels => Inner.NeedsLabels;

    public ulong Seed => Inner.Seed;

    ITrainer IWrappingTrainer.Inner => Inner;

    public ITrainer Around(ITrainer inner) => this with { Inner = (IRowTrainer)inner };

    /// <summary>The steps and the inner trainer with all that they are set to.</summary>
    public override string ToString() => $"{string.Join(", ", Steps)}, {Inner}";

    public IRowModel Fit(TrainingData data, FitContext context)
    {
        InputCheck.Fit(data, handlesMissing: true, NeedsLabels);
        var preprocessing = Preprocessing.Fit(data.Features, data.Columns, Steps);
        var transformed = new TrainingData(preprocessing.Apply(data.Features), preprocessing.Output)
        {
            Labels = data.Labels,
            Classes = data.Classes,
            Weights = data.Weights,
            Groups = data.Groups,
            Times = data.Times,
        };
        return PipelineModel.Of(preprocessing, Inner.Fit(transformed, context));
    }
}
