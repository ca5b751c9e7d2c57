using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Neighbors;

/// <summary>
/// The mean density of a row's nearest training rows over its own: about 1 inside, larger where the row lies sparser than its neighbours
/// (scikit-learn's minus score_samples).
/// </summary>
public sealed class LocalOutlierFactorModel : IAnomalyModel
{
    internal const string KindName = "local-outlier-factor";

    /// <summary>Neighbours fit on the stack of a scoring thread.</summary>
    internal const int MaxNeighbors = 1000;

    /// <summary>scikit-learn's guard for rows that coincide with all their neighbours.</summary>
    private const double MinReach = 1e-10;

    private readonly KdTree _tree;
    private readonly int _neighbors;
    private readonly double[] _reach;
    private readonly double[] _density;

    /// <param name="reach">Distance of every training row to its farthest neighbour.</param>
    /// <param name="density">Local reachability density of every training row.</param>
    internal LocalOutlierFactorModel(ColumnSet columns, KdTree tree, int neighbors, double[] reach, double[] density) =>
        (Columns, _tree, _neighbors, _reach, _density) = (columns, tree, neighbors, reach, density);

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], rows.Width);
        Span<double> distances = stackalloc double[_neighbors];
        Span<int> neighbors = stackalloc int[_neighbors];
        for (int i = 0; i < rows.Count; i++)
        {
            var nearest = new Nearest(distances, neighbors);
            _tree.Find(room.Widen(rows[i]), -1, ref nearest);
            for (int n = 0; n < distances.Length; n++) distances[n] = Math.Sqrt(distances[n]);
            scores[i] = Factor(neighbors, distances);
        }
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(_neighbors);
        writer.WriteArray<double>(_reach);
        writer.WriteArray<double>(_density);
        _tree.Points.Save(writer);
    }

    internal static LocalOutlierFactorModel Read(ModelReader reader, ColumnSet columns)
    {
        int neighbors = reader.ReadCount(1, MaxNeighbors);
        double[] reach = Points.Finite(reader.ReadArray<double>()), density = Points.Finite(reader.ReadArray<double>(reach.Length));
        if (Array.Exists(reach, r => r < 0) || Array.Exists(density, d => d <= 0)) throw ModelReader.Broken("a distance or density below 0");
        var points = Points.Read(reader, columns.Count);
        if (points.Count != reach.Length || points.Count < neighbors) throw ModelReader.Broken($"{points.Count} rows with {reach.Length} distances and {neighbors} neighbours");
        return new(columns, new KdTree(points), neighbors, reach, density);
    }

    /// <summary>One over the mean reachability distance to the neighbours: a neighbour is never nearer than its own neighbourhood is wide.</summary>
    internal static double Density(ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances, double[] reach)
    {
        double sum = 0;
        for (int i = 0; i < neighbors.Length; i++) sum += Math.Max(distances[i], reach[neighbors[i]]);
        return 1 / (sum / neighbors.Length + MinReach);
    }

    private double Factor(ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances)
    {
        double around = 0;
        foreach (int neighbor in neighbors) around += _density[neighbor];
        return around / neighbors.Length / Density(neighbors, distances, _reach);
    }
}
