using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Scaling;

/// <summary>One fitted step of preprocessing: every column that it gives is made of one column that it reads. Immutable and thread-safe.</summary>
public abstract class PreprocessingStep
{
    private protected PreprocessingStep(ColumnSet input, ColumnSet output, int[] origins) => (Input, Output, Origins) = (input, output, origins);

    /// <summary>The step's name in model files and on the command line.</summary>
    public abstract string Kind { get; }

    public ColumnSet Input { get; }

    public ColumnSet Output { get; }

    /// <summary>For every column of <see cref="Output"/> the place in <see cref="Input"/> of the column that it is made of.</summary>
    internal int[] Origins { get; }

    /// <summary>Is what the step makes of this input column a number even when the value is missing?</summary>
    public abstract bool Fills(int column);

    /// <summary>Transforms a row without allocating; NaN stays NaN where the step does not fill it.</summary>
    /// <param name="row">One value per input column.</param>
    /// <param name="result">One value per output column; no overlap with <paramref name="row"/>.</param>
    public abstract void Apply(ReadOnlySpan<float> row, Span<float> result);

    /// <summary>Writes all but the columns; <see cref="Read"/> gets them from the step before.</summary>
    private protected abstract void SaveParts(ModelWriter writer);

    internal void Save(ModelWriter writer)
    {
        writer.Write(Kind);
        SaveParts(writer);
    }

    internal static PreprocessingStep Read(ModelReader reader, ColumnSet input) => reader.ReadString() switch
    {
        ScaledColumns.Name => ScaledColumns.ReadParts(reader, input),
        OneHotColumns.Name => OneHotColumns.ReadParts(reader, input),
        FilledColumns.Name => FilledColumns.ReadParts(reader, input),
        var other => throw new LearningException($"the preprocessing step '{other}' is not one that this version knows: {ScaledColumns.Name}, {OneHotColumns.Name}, {FilledColumns.Name}"),
    };
}
