using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Trees;

namespace NetThreat.Learning.Forests;

/// <summary>
/// Extended isolation forest (Hariri, Kind, Brunner, "Extended Isolation Forest", 2019): trees split by hyperplanes of random slope, which
/// leaves no stripes of low scores along the columns where there are no rows. Scores are those of the isolation forest:
/// 2^(-mean path length / c(rows per tree)).
/// </summary>
public sealed class ExtendedIsolationForestModel : IAnomalyModel
{
    public const string KindName = "extended-isolation-forest";

    private const int MaxSampleSize = 1 << 24;
    private readonly Hyperplanes _planes;

    /// <param name="trees">Leaves hold the path length; the columns of nodes mean nothing.</param>
    /// <param name="normals">One value per column for every node that splits, in the order of the nodes.</param>
    /// <param name="sampleSize">Rows that each tree was grown from.</param>
    /// <exception cref="LearningException">The parts do not belong together.</exception>
    public ExtendedIsolationForestModel(ColumnSet columns, TreeEnsemble trees, float[] normals, int sampleSize)
    {
        if (trees.Features != columns.Count || trees.Outputs != 1 || trees.HandlesMissing) throw new LearningException($"trees over {trees.Features} columns with {trees.Outputs} outputs for an extended isolation forest of {columns.Count} columns");
        if (sampleSize is < 2 or > MaxSampleSize) throw new LearningException($"an extended isolation forest of {sampleSize} rows per tree: 2 to {MaxSampleSize} are possible");
        (Columns, Ensemble, SampleSize, _planes) = (columns, trees, sampleSize, new Hyperplanes(trees, normals));
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    /// <summary>Nodes, thresholds and path lengths.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <summary>Rows that each tree was grown from.</summary>
    public int SampleSize { get; }

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        for (int r = 0; r < rows.Count; r++) scores[r] = _planes.Sum(rows[r]);
        IsolationScores.FromSums(scores, Ensemble.Trees, SampleSize);
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(SampleSize);
        Ensemble.Save(writer);
        _planes.Save(writer);
    }

    /// <exception cref="LearningException">The file is broken.</exception>
    public static ExtendedIsolationForestModel Read(ModelReader reader, ColumnSet columns)
    {
        int sampleSize = reader.ReadCount(2, MaxSampleSize);
        var trees = TreeEnsemble.Read(reader, columns.Count);
        return new ExtendedIsolationForestModel(columns, trees, reader.ReadArray<float>(), sampleSize);
    }
}
