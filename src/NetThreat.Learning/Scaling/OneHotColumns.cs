using System.Globalization;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Scaling;

/// <summary>
/// A column of codes becomes, in its place, one column of 0 and 1 per code that training held ("proto=tcp"). A code that it did not hold,
/// and a missing one, is 0 in all of them. The other columns pass unchanged.
/// </summary>
public sealed class OneHotColumns : PreprocessingStep
{
    internal const string Name = "one-hot";

    private const int MaxOutputs = 65_536;

    private readonly float[]?[] _codes;
    private readonly float[]?[] _sorted;
    private readonly int[]?[] _places;

    /// <param name="codes">Per column the codes in the order of their output columns, or null to leave the column as it is. Kept, not copied.</param>
    public OneHotColumns(ColumnSet input, float[]?[] codes)
        : base(input, Named(input, codes), OriginsOf(codes))
    {
        _codes = codes;
        _sorted = new float[]?[codes.Length];
        _places = new int[]?[codes.Length];
        for (int c = 0; c < codes.Length; c++)
        {
            if (codes[c] is not { } own) continue;
            _sorted[c] = [.. own];
            _places[c] = [.. Enumerable.Range(0, own.Length)];
            Array.Sort(_sorted[c]!, _places[c]!);
        }
    }

    public override string Kind => Name;

    /// <summary>The codes of a column in the order of their output columns; empty for a column that passes.</summary>
    public ReadOnlySpan<float> Codes(int column) => _codes[column];

    public override bool Fills(int column) => _codes[column] is not null;

    public override void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        int at = 0;
        for (int c = 0; c < _codes.Length; c++)
        {
            if (_sorted[c] is not { } sorted)
            {
                result[at++] = row[c];
                continue;
            }
            var block = result.Slice(at, sorted.Length);
            block.Clear();
            int found = float.IsNaN(row[c]) ? -1 : sorted.AsSpan().BinarySearch(row[c]);
            if (found >= 0) block[_places[c]![found]] = 1;
            at += sorted.Length;
        }
    }

    private static ColumnSet Named(ColumnSet input, float[]?[] codes)
    {
        if (codes.Length != input.Count) throw new LearningException($"codes of {codes.Length} columns for {input.Count} columns");
        var columns = new List<Column>();
        for (int c = 0; c < codes.Length; c++)
        {
            var column = input.Columns[c];
            if (codes[c] is not { } own) columns.Add(column);
            else foreach (float code in own) columns.Add(new Column($"{column.Name}={NameOf(column, code)}") { Categories = StepColumns.Flag });
        }
        if (columns.Count > MaxOutputs) throw new LearningException($"one-hot encoding makes {columns.Count} columns, at most {MaxOutputs} can be used: lower its categories");
        return new ColumnSet(columns);
    }

    internal static string NameOf(Column column, float code) =>
        code >= 0 && code < column.Categories.Length && code == (int)code ? column.Categories[(int)code] : code.ToString(CultureInfo.InvariantCulture);

    private static int[] OriginsOf(float[]?[] codes) => [.. codes.SelectMany((own, c) => Enumerable.Repeat(c, own?.Length ?? 1))];

    private protected override void SaveParts(ModelWriter writer)
    {
        foreach (var own in _codes)
        {
            writer.Write(own is not null);
            if (own is not null) writer.WriteArray<float>(own);
        }
    }

    internal static OneHotColumns ReadParts(ModelReader reader, ColumnSet input)
    {
        var codes = new float[]?[input.Count];
        for (int c = 0; c < codes.Length; c++)
        {
            codes[c] = reader.ReadBool() ? reader.ReadArray<float>() : null;
            if (codes[c] is { } own && (own.Length > MaxOutputs || own.Distinct().Count() != own.Length || own.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
                throw ModelReader.Broken($"the categories of column '{input[c]}' are not finite, unique and at most {MaxOutputs}");
        }
        return new OneHotColumns(input, codes);
    }
}
