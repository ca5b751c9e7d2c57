using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Scaling;

/// <summary>Missing values become a fixed one per column; after all columns come the indicators, 1 where the value was missing ("rtt is missing").</summary>
public sealed class FilledColumns : PreprocessingStep
{
    internal const string Name = "fill";

    private readonly float[] _fill;
    private readonly int[] _indicated;

    /// <param name="fill">Per column what a missing value becomes; NaN leaves it missing. Kept, not copied.</param>
    /// <param name="indicated">Columns that get an indicator. Kept, not copied.</param>
    public FilledColumns(ColumnSet input, float[] fill, int[] indicated)
        : base(input, Named(input, fill, indicated), [.. Enumerable.Range(0, input.Count), .. indicated]) => (_fill, _indicated) = (fill, indicated);

    public override string Kind => Name;

    /// <summary>What a missing value of the column becomes.</summary>
    public float Fill(int column) => _fill[column];

    public override bool Fills(int column) => !float.IsNaN(_fill[column]);

    public override void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        for (int c = 0; c < _fill.Length; c++) result[c] = float.IsNaN(row[c]) ? _fill[c] : row[c];
        for (int i = 0; i < _indicated.Length; i++) result[_fill.Length + i] = float.IsNaN(row[_indicated[i]]) ? 1 : 0;
    }

    private static ColumnSet Named(ColumnSet input, float[] fill, int[] indicated)
    {
        if (fill.Length != input.Count) throw new LearningException($"{fill.Length} fill values for {input.Count} columns");
        if (indicated.Length > input.Count) throw new LearningException($"{indicated.Length} indicators for {input.Count} columns");
        if (indicated.AsSpan().ContainsAnyExceptInRange(0, input.Count - 1)) throw new LearningException("an indicator is of a column that is not there");
        return new ColumnSet([.. input.Columns, .. indicated.Select(c => new Column($"{input[c]} is missing") { Categories = StepColumns.Flag })]);
    }

    private protected override void SaveParts(ModelWriter writer)
    {
        writer.WriteArray<float>(_fill);
        writer.WriteArray<int>(_indicated);
    }

    internal static FilledColumns ReadParts(ModelReader reader, ColumnSet input)
    {
        var fill = reader.ReadArray<float>(input.Count);
        if (fill.AsSpan().ContainsAny(float.PositiveInfinity, float.NegativeInfinity)) throw ModelReader.Broken("a fill value is infinite");
        return new FilledColumns(input, fill, reader.ReadArray<int>());
    }
}
