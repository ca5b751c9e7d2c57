using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Clustering;

/// <summary>The core rows of DBSCAN's clusters: a new row belongs to the cluster of its nearest core row within the radius, or is noise.</summary>
public sealed class DbscanModel : IClusterModel
{
    internal const string KindName = "dbscan";

    private readonly KdTree _cores;
    private readonly int[] _clusters;
    private readonly double _radius;

    internal DbscanModel(ColumnSet columns, Points cores, int[] clusters, double radius, int[] trainingLabels)
    {
        (Columns, _cores, _clusters, _radius, TrainingLabels) = (columns, new KdTree(cores), clusters, radius, trainingLabels);
        Clusters = clusters.Length == 0 ? 0 : clusters.Max() + 1;
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public int Clusters { get; }

    public IReadOnlyList<int> TrainingLabels { get; }

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], rows.Width);
        for (int i = 0; i < rows.Count; i++) scores[i] = Assign(room.Widen(rows[i]));
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(_radius);
        writer.WriteArray<int>(_clusters);
        if (_clusters.Length > 0) _cores.Points.Save(writer);
    }

    internal static DbscanModel Read(ModelReader reader, ColumnSet columns)
    {
        double radius = reader.ReadDouble();
        if (!(radius > 0 && double.IsFinite(radius))) throw ModelReader.Broken($"a radius of {radius}");
        var clusters = reader.ReadArray<int>();
        if (Array.Exists(clusters, c => c < 0 || c >= clusters.Length)) throw ModelReader.Broken("a cluster's number beyond their count");
        var cores = clusters.Length > 0 ? Points.Read(reader, columns.Count) : new Points([], columns.Count);
        if (cores.Count != clusters.Length) throw ModelReader.Broken($"{cores.Count} core rows with {clusters.Length} clusters");
        return new(columns, cores, clusters, radius, []);
    }

    private int Assign(ReadOnlySpan<double> row)
    {
        Span<double> squared = stackalloc double[1];
        Span<int> core = stackalloc int[1];
        var nearest = new Nearest(squared, core);
        _cores.Find(row, -1, ref nearest);
        return nearest.Count == 1 && Math.Sqrt(squared[0]) <= _radius ? _clusters[core[0]] : -1;
    }
}
