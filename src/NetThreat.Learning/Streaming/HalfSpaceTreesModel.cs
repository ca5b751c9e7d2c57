using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Streaming;

/// <summary>Half-space trees that no longer learn: scores in [0, 1], 1 where no row of the last window was.</summary>
public sealed class HalfSpaceTreesModel : IAnomalyModel
{
    public const string KindName = "half-space-trees";

    private readonly HalfSpaces _spaces;
    private readonly int[] _masses;

    internal HalfSpaceTreesModel(ColumnSet columns, HalfSpaces spaces, int[] masses) => (Columns, _spaces, _masses) = (columns, spaces, masses);

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        for (int r = 0; r < rows.Count; r++) scores[r] = _spaces.Score(rows[r], _masses);
    }

    public void Save(ModelWriter writer)
    {
        _spaces.Save(writer);
        writer.WriteArray<int>(_masses);
    }

    /// <exception cref="LearningException">The file is broken.</exception>
    public static HalfSpaceTreesModel Read(ModelReader reader, ColumnSet columns)
    {
        var spaces = HalfSpaces.Read(reader, columns.Count);
        return new HalfSpaceTreesModel(columns, spaces, spaces.ReadMasses(reader));
    }
}
