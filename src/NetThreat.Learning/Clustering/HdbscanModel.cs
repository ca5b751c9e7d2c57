using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Clustering;

/// <summary>
/// HDBSCAN's clusters and the rows that made them. A new row joins the cluster of the training row that it reaches first (mutual
/// reachability), when it does so at a higher density than that at which the cluster splits off; else it is noise.
/// </summary>
public sealed class HdbscanModel : IClusterModel
{
    internal const string KindName = "hdbscan";

    /// <summary>Twice as many neighbours fit on the stack of a scoring thread.</summary>
    internal const int MaxSamples = 1000;

    private readonly KdTree _tree;
    private readonly int _samples;
    private readonly HdbscanResult _result;

    internal HdbscanModel(ColumnSet columns, KdTree tree, int samples, HdbscanResult result) =>
        (Columns, _tree, _samples, _result) = (columns, tree, samples, result);

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public int Clusters => _result.Births.Length;

    public IReadOnlyList<int> TrainingLabels => _result.Labels;

    /// <summary>How firmly every training row belongs to its cluster: 0 for noise to 1; empty for a model that was read from a file.</summary>
    public IReadOnlyList<double> TrainingStrengths => _result.Strengths;

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], rows.Width);
        int candidates = Math.Min(2 * _samples, _tree.Points.Count);
        Span<double> squared = stackalloc double[candidates];
        Span<int> neighbors = stackalloc int[candidates];
        for (int i = 0; i < rows.Count; i++)
        {
            var nearest = new Nearest(squared, neighbors);
            _tree.Find(room.Widen(rows[i]), -1, ref nearest);
            scores[i] = Assign(squared, neighbors);
        }
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(_samples);
        writer.WriteArray<int>(_result.Labels);
        writer.WriteArray<double>(_result.Cores);
        writer.WriteArray<double>(_result.Births);
        _tree.Points.Save(writer);
    }

    internal static HdbscanModel Read(ModelReader reader, ColumnSet columns)
    {
        int samples = reader.ReadCount(1, MaxSamples);
        var labels = reader.ReadArray<int>();
        double[] cores = Points.Finite(reader.ReadArray<double>(labels.Length)), births = Points.Finite(reader.ReadArray<double>());
        if (Array.Exists(labels, l => l < -1 || l >= births.Length)) throw ModelReader.Broken("a cluster's number beyond their count");
        var points = Points.Read(reader, columns.Count);
        if (points.Count != labels.Length || points.Count < samples) throw ModelReader.Broken($"{points.Count} rows with {labels.Length} labels and {samples} samples");
        return new(columns, new KdTree(points), samples, new(labels, [], cores, births));
    }

    /// <param name="squared">To the nearest training rows, ascending.</param>
    private int Assign(ReadOnlySpan<double> squared, ReadOnlySpan<int> neighbors)
    {
        double core = Math.Sqrt(squared[_samples - 1]), shortest = double.PositiveInfinity;
        int first = -1;
        for (int i = 0; i < neighbors.Length; i++)
        {
            double reach = Math.Max(Math.Max(core, _result.Cores[neighbors[i]]), Math.Sqrt(squared[i]));
            if (reach < shortest) (first, shortest) = (neighbors[i], reach);
        }
        int cluster = _result.Labels[first];
        return cluster >= 0 && 1 > _result.Births[cluster] * shortest ? cluster : -1;
    }
}
