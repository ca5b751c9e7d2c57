using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Models;

/// <summary>The checks that sequence models make of what they are given. Padding is not looked at.</summary>
public static class SequenceCheck
{
    /// <param name="nanAllowed">For a model that takes missing values in some columns and checks the others itself.</param>
    /// <exception cref="LearningException">Wrong width, too many steps, a length that does not fit, too few places for results, values that the model cannot take.</exception>
    public static void Score(ISequenceModel model, Sequences sequences, Span<double> scores, bool? nanAllowed = null)
    {
        if (sequences.Width != model.Columns.Count) throw new LearningException($"steps of {sequences.Width} values where the model '{model.Kind}' reads {model.Columns.Count} columns");
        if (scores.Length != sequences.Count * model.Outputs) throw new LearningException($"{scores.Length} places for {sequences.Count} sequences of {model.Outputs} outputs");
        for (int i = 0; i < sequences.Count; i++) One(sequences, i, model.Steps, model.Columns, nanAllowed ?? model.HandlesMissing);
    }

    /// <exception cref="LearningException">Fewer than two sequences, or values, lengths or labels that do not fit.</exception>
    public static void Fit(SequenceData data, int maxSteps, bool needsLabels, bool handlesMissing = false)
    {
        var sequences = data.Inputs;
        if (sequences.Count < 2) throw new LearningException($"{sequences.Count} training sequences: at least 2 are needed");
        if (sequences.Width != data.Columns.Count) throw new LearningException($"{data.Columns.Count} column names for steps of {sequences.Width} values");
        if (sequences.Steps > maxSteps) throw new LearningException($"sequences of {sequences.Steps} steps: at most {maxSteps} can be learned, cut them");
        for (int i = 0; i < sequences.Count; i++) One(sequences, i, maxSteps, data.Columns, handlesMissing);
        if (needsLabels) Labels(data);
    }

    private static void One(Sequences sequences, int index, int steps, ColumnSet columns, bool missing)
    {
        int length = sequences.Lengths[index];
        if (length < 1 || length > Math.Min(steps, sequences.Steps)) throw new LearningException($"sequence {index + 1} has {length} steps: 1 to {Math.Min(steps, sequences.Steps)} can be read");
        try
        {
            InputCheck.Values(sequences[index][..(length * sequences.Width)], columns, missing);
        }
        catch (LearningException e)
        {
            throw new LearningException($"sequence {index + 1}, step {e.Message["row ".Length..]}", e);
        }
    }

    private static void Labels(SequenceData data)
    {
        if (data.Labels is not { } labels) throw new LearningException("the sequences have no labels: this estimator needs the class of every sequence");
        if (labels.Length != data.Inputs.Count) throw new LearningException($"{labels.Length} labels for {data.Inputs.Count} sequences");
        if (data.Classes.Count < 2) throw new LearningException($"{data.Classes.Count} classes: at least 2 are needed");
        int bad = Array.FindIndex(labels, l => (uint)l >= (uint)data.Classes.Count);
        if (bad >= 0) throw new LearningException($"the label of sequence {bad + 1} is {labels[bad]}: there are {data.Classes.Count} classes");
        if (Array.TrueForAll(labels, l => l == labels[0])) throw new LearningException($"all sequences are of the class '{data.Classes[labels[0]]}': there is nothing to tell apart");
    }
}
