using System.Buffers;
using System.Collections.Immutable;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Scaling;

/// <summary>A fitted chain of steps: rows of <see cref="Input"/> in, rows of <see cref="Output"/> out. Immutable and thread-safe.</summary>
public sealed class Preprocessing
{
    private const int MaxSteps = 64;
    private const int StackValues = 512;

    private readonly PreprocessingStep[] _steps;
    private readonly int[] _origins;
    private readonly bool[] _fills;
    private readonly int _widest;

    /// <param name="steps">Each reads the columns that the one before gives; may be empty.</param>
    public Preprocessing(ColumnSet input, IEnumerable<PreprocessingStep> steps)
    {
        (Input, Output, _steps) = (input, input, [.. steps]);
        _origins = [.. Enumerable.Range(0, input.Count)];
        var missing = Enumerable.Repeat(true, input.Count).ToArray();
        foreach (var step in _steps)
        {
            step.Input.Demand(Output);
            missing = [.. step.Origins.Select(o => missing[o] && !step.Fills(o))];
            _origins = [.. step.Origins.Select(o => _origins[o])];
            Output = step.Output;
            _widest = Math.Max(_widest, Output.Count);
        }
        _fills = [.. Enumerable.Repeat(true, input.Count)];
        for (int o = 0; o < _origins.Length; o++) _fills[_origins[o]] &= !missing[o];
    }

    /// <summary>The raw columns.</summary>
    public ColumnSet Input { get; }

    /// <summary>What the steps make of them.</summary>
    public ColumnSet Output { get; }

    public ImmutableArray<PreprocessingStep> Steps => [.. _steps];

    /// <summary>For every output column the raw column that it is made of.</summary>
    public ReadOnlySpan<int> Origins => _origins;

    /// <summary>Is a missing value of this raw column a number after all steps?</summary>
    public bool Fills(int column) => _fills[column];

    /// <summary>Fits step after step, each on what the ones before make of the rows.</summary>
    public static Preprocessing Fit(Matrix rows, ColumnSet columns, IEnumerable<IStepTrainer> trainers)
    {
        var steps = new List<PreprocessingStep>();
        var input = columns;
        foreach (var trainer in trainers)
        {
            var step = trainer.Fit(rows, columns);
            steps.Add(step);
            (rows, columns) = (new Preprocessing(columns, [step]).Apply(rows), step.Output);
        }
        return new Preprocessing(input, steps);
    }

    /// <summary>The transformed rows as a new matrix.</summary>
    public Matrix Apply(Matrix rows)
    {
        var result = new Matrix(rows.Rows, Output.Count);
        Apply(rows.All, result.Values);
        return result;
    }

    /// <summary>Transforms rows without allocating.</summary>
    /// <param name="results"><c>rows.Count × Output.Count</c> values.</param>
    public void Apply(Rows rows, Span<float> results)
    {
        if (rows.Width != Input.Count) throw new LearningException($"rows of {rows.Width} values where the preprocessing reads {Input.Count} columns");
        float[]? rented = 2 * _widest > StackValues ? ArrayPool<float>.Shared.Rent(2 * _widest) : null;
        Span<float> scratch = rented ?? stackalloc float[StackValues];
        for (int r = 0; r < rows.Count; r++) Apply(rows[r], results.Slice(r * Output.Count, Output.Count), scratch);
        if (rented is not null) ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Adds what each output column contributed to the raw column that it is made of.</summary>
    /// <param name="contributions">One value per output column.</param>
    /// <param name="raw">One value per raw column; overwritten.</param>
    public void Attribute(ReadOnlySpan<double> contributions, Span<double> raw)
    {
        raw.Clear();
        for (int o = 0; o < _origins.Length; o++) raw[_origins[o]] += contributions[o];
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(_steps.Length);
        foreach (var step in _steps) step.Save(writer);
    }

    /// <exception cref="LearningException">The file is broken or holds a step that this version does not know.</exception>
    public static Preprocessing Read(ModelReader reader, ColumnSet input)
    {
        var steps = new PreprocessingStep[reader.ReadCount(0, MaxSteps)];
        var columns = input;
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = PreprocessingStep.Read(reader, columns);
            columns = steps[i].Output;
        }
        return new Preprocessing(input, steps);
    }

    private void Apply(ReadOnlySpan<float> row, Span<float> result, Span<float> scratch)
    {
        if (_steps.Length == 0) row.CopyTo(result);
        for (int s = 0; s < _steps.Length; s++)
        {
            var target = s == _steps.Length - 1 ? result : scratch.Slice((s & 1) * _widest, _steps[s].Output.Count);
            _steps[s].Apply(row, target);
            row = target;
        }
    }
}
