using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Pipelines;

/// <summary>Fits preprocessing on the steps of all sequences (without the padding) and, on what it makes of them, a sequence model.</summary>
/// <param name="Steps">In the order of their application; may be empty.</param>
/// <param name="Inner">The trainer of the model, whose hyper-parameters a search draws.</param>
public sealed record SequencePipelineTrainer(ImmutableArray<IStepTrainer> Steps, ISequenceTrainer Inner) : ISequenceTrainer, IWrappingTrainer
{
    public SequencePipelineTrainer(IEnumerable<IStepTrainer> steps, ISequenceTrainer inner)
        : this([.. steps], inner)
    {
    }

    public string Kind => SequencePipelineModel.Name;

    public bool NeedsLabels => Inner.NeedsLabels;

    public ulong Seed => Inner.Seed;

    ITrainer IWrappingTrainer.Inner => Inner;

    public ITrainer Around(ITrainer inner) => this with { Inner = (ISequenceTrainer)inner };

    public ISequenceModel Fit(SequenceData data, FitContext context)
    {
        SequenceCheck.Fit(data, data.Inputs.Steps, NeedsLabels, handlesMissing: true);
        var rows = RowsOf(data.Inputs);
        var preprocessing = Preprocessing.Fit(rows, data.Columns, Steps);
        var transformed = Transform(data.Inputs, preprocessing);
        return SequencePipelineModel.Of(preprocessing, Inner.Fit(data with { Inputs = transformed, Columns = preprocessing.Output }, context));
    }

    private static Matrix RowsOf(Sequences sequences)
    {
        var rows = new Matrix(sequences.Lengths.Sum(), sequences.Width);
        int at = 0;
        for (int i = 0; i < sequences.Count; i++)
        {
            var own = sequences[i][..(sequences.Lengths[i] * sequences.Width)];
            own.CopyTo(rows.Values.AsSpan(at));
            at += own.Length;
        }
        return rows;
    }

    private static Sequences Transform(Sequences from, Preprocessing preprocessing)
    {
        int width = preprocessing.Output.Count;
        var to = new Sequences(new float[checked(from.Count * from.Steps * width)], [.. from.Lengths], from.Steps, width);
        for (int i = 0; i < from.Count; i++)
        {
            int length = from.Lengths[i];
            preprocessing.Apply(new Rows(from[i][..(length * from.Width)], from.Width), to[i][..(length * width)]);
        }
        return to;
    }
}
