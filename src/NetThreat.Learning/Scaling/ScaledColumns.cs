using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Scaling;

/// <summary>Columns each through a function of its own; the others pass unchanged.</summary>
public sealed class ScaledColumns : PreprocessingStep
{
    internal const string Name = "scale";

    private readonly ColumnScale?[] _scales;

    /// <param name="scales">One per column; null leaves the column as it is. Kept, not copied.</param>
    public ScaledColumns(ColumnSet input, ColumnScale?[] scales)
        : base(input, Named(input, scales), [.. Enumerable.Range(0, input.Count)])
    {
        if (scales.Length != input.Count) throw new LearningException($"{scales.Length} scales for {input.Count} columns");
        _scales = scales;
    }

    public override string Kind => Name;

    public ColumnScale? Scale(int column) => _scales[column];

    public override bool Fills(int column) => false;

    public override void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        for (int c = 0; c < _scales.Length; c++) result[c] = _scales[c] is { } scale ? Single(scale.Apply(row[c])) : row[c];
    }

    /// <summary>Values beyond float32 stay finite: infinite ones are an error to every model.</summary>
    private static float Single(double value) => (float)Math.Clamp(value, float.MinValue, float.MaxValue);

    private static ColumnSet Named(ColumnSet input, ColumnScale?[] scales) =>
        new(input.Columns.Select((column, c) => c < scales.Length && scales[c] is not null ? new Column(column.Name) : column));

    private protected override void SaveParts(ModelWriter writer)
    {
        foreach (var scale in _scales)
        {
            writer.Write(scale is not null);
            scale?.Save(writer);
        }
    }

    internal static ScaledColumns ReadParts(ModelReader reader, ColumnSet input)
    {
        var scales = new ColumnScale?[input.Count];
        for (int c = 0; c < scales.Length; c++) scales[c] = reader.ReadBool() ? ColumnScale.Read(reader) : null;
        return new ScaledColumns(input, scales);
    }
}
