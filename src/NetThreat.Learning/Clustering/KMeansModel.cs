using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Clustering;

/// <summary>Centres; a row belongs to the nearest one.</summary>
public sealed class KMeansModel : IClusterModel
{
    internal const string KindName = "k-means";

    internal KMeansModel(ColumnSet columns, Points centers, int[] trainingLabels) =>
        (Columns, Centers, TrainingLabels) = (columns, centers, trainingLabels);

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public int Clusters => Centers.Count;

    public IReadOnlyList<int> TrainingLabels { get; }

    internal Points Centers { get; }

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], rows.Width);
        for (int i = 0; i < rows.Count; i++) scores[i] = Lloyd.Nearest(Centers, room.Widen(rows[i]), out _);
    }

    /// <summary>The Euclidean distance of a row to every centre.</summary>
    public void Distances(ReadOnlySpan<float> row, Span<double> distances)
    {
        InputCheck.Values(row, Columns, nanAllowed: false);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], Columns.Count);
        var wide = room.Widen(row);
        for (int c = 0; c < Clusters; c++) distances[c] = Math.Sqrt(Euclidean.Squared(wide, Centers[c]));
    }

    public void Save(ModelWriter writer) => writer.WriteArray<double>(Centers.Values);

    internal static KMeansModel Read(ModelReader reader, ColumnSet columns) => new(columns, ReadCenters(reader, columns), []);

    internal static Points ReadCenters(ModelReader reader, ColumnSet columns)
    {
        var values = Points.Finite(reader.ReadArray<double>());
        if (values.Length == 0 || values.Length % columns.Count != 0) throw ModelReader.Broken($"{values.Length} values are no centres of {columns.Count} columns");
        return new(values, columns.Count);
    }
}
