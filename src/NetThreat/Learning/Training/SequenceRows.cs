using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Training;

/// <summary>Chosen sequences of a set.</summary>
internal static class SequenceRows
{
    public static SequenceData Take(SequenceData data, ReadOnlySpan<int> rows)
    {
        var inputs = data.Inputs;
        var taken = new float[checked(rows.Length * inputs.Steps * inputs.Width)];
        var lengths = new int[rows.Length];
        var labels = data.Labels is null ? null : new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            inputs[rows[i]].CopyTo(taken.AsSpan(i * inputs.Steps * inputs.Width));
            lengths[i] = inputs.Lengths[rows[i]];
            if (labels is not null) labels[i] = data.Labels![rows[i]];
        }
        return new(new Sequences(taken, lengths, inputs.Steps, inputs.Width), data.Columns, labels, data.Classes);
    }
}
