using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Neighbors;

/// <summary>The Euclidean distance to the k-th nearest training row, or the mean over the k nearest.</summary>
public sealed class NeighborDistanceModel : IAnomalyModel
{
    internal const string KindName = "knn-distance";

    private readonly KdTree _tree;
    private readonly int _neighbors;
    private readonly bool _mean;

    internal NeighborDistanceModel(ColumnSet columns, KdTree tree, int neighbors, bool mean) =>
        (Columns, _tree, _neighbors, _mean) = (columns, tree, neighbors, mean);

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], rows.Width);
        Span<double> squared = stackalloc double[_neighbors];
        Span<int> neighbors = stackalloc int[_neighbors];
        for (int i = 0; i < rows.Count; i++)
        {
            var nearest = new Nearest(squared, neighbors);
            _tree.Find(room.Widen(rows[i]), -1, ref nearest);
            double sum = 0;
            foreach (double s in squared) sum += Math.Sqrt(s);
            scores[i] = _mean ? sum / _neighbors : Math.Sqrt(squared[^1]);
        }
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(_neighbors);
        writer.Write(_mean);
        _tree.Points.Save(writer);
    }

    internal static NeighborDistanceModel Read(ModelReader reader, ColumnSet columns)
    {
        int neighbors = reader.ReadCount(1, LocalOutlierFactorModel.MaxNeighbors);
        bool mean = reader.ReadBool();
        var points = Points.Read(reader, columns.Count);
        if (points.Count < neighbors) throw ModelReader.Broken($"{points.Count} rows for {neighbors} neighbours");
        return new(columns, new KdTree(points), neighbors, mean);
    }
}
