using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Clustering;

/// <summary>The Euclidean distance to the nearest of several centres, explained by the squared distance along every column.</summary>
public sealed class KMeansDistanceModel : IAnomalyModel, IExplainable
{
    internal const string KindName = "k-means-distance";

    private readonly Points _centers;

    internal KMeansDistanceModel(ColumnSet columns, Points centers) => (Columns, _centers) = (columns, centers);

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public string ExplainedOutput => "squared distance";

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], rows.Width);
        for (int i = 0; i < rows.Count; i++)
        {
            Lloyd.Nearest(_centers, room.Widen(rows[i]), out double squared);
            scores[i] = Math.Sqrt(squared);
        }
    }

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Values(row, Columns, nanAllowed: false);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], Columns.Count);
        var wide = room.Widen(row);
        var center = _centers[Lloyd.Nearest(_centers, wide, out _)];
        for (int c = 0; c < center.Length; c++) contributions[c] = (wide[c] - center[c]) * (wide[c] - center[c]);
        return 0;
    }

    public void Save(ModelWriter writer) => writer.WriteArray<double>(_centers.Values);

    internal static KMeansDistanceModel Read(ModelReader reader, ColumnSet columns) => new(columns, KMeansModel.ReadCenters(reader, columns));
}
