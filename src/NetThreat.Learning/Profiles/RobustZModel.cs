using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Profiles;

/// <summary>The mean or largest robust |z| of a row's columns; the contributions of the columns add up to the score.</summary>
public sealed class RobustZModel : IAnomalyModel, IExplainable
{
    internal const string KindName = "robust-z";

    private readonly RobustScale[] _scales;
    private readonly ZCombination _combination;
    private readonly double _limit;

    internal RobustZModel(ColumnSet columns, RobustScale[] scales, ZCombination combination, double limit) =>
        (Columns, _scales, _combination, _limit) = (columns, scales, combination, limit);

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => true;

    public string ExplainedOutput => "score";

    public IReadOnlyList<RobustScale> Scales => _scales;

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        for (int i = 0; i < rows.Count; i++) scores[i] = Score(rows[i]);
    }

    /// <summary>|z| of every column over the columns that are there; under max, all goes to the column with the largest.</summary>
    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Values(row, Columns, nanAllowed: true);
        int there = 0, largest = 0;
        for (int c = 0; c < row.Length; c++)
        {
            contributions[c] = Deviation(row, c);
            if (!float.IsNaN(row[c])) there++;
            if (contributions[c] > contributions[largest]) largest = c;
        }
        for (int c = 0; c < row.Length; c++)
        {
            if (_combination == ZCombination.Mean) contributions[c] /= Math.Max(1, there);
            else if (c != largest) contributions[c] = 0;
        }
        return 0;
    }

    public void Save(ModelWriter writer)
    {
        writer.Write((int)_combination);
        writer.Write(_limit);
        writer.WriteArray<RobustScale>(_scales);
    }

    internal static RobustZModel Read(ModelReader reader, ColumnSet columns)
    {
        var combination = (ZCombination)reader.ReadCount((int)ZCombination.Mean, (int)ZCombination.Max);
        double limit = reader.ReadDouble();
        if (!(limit > 0)) throw ModelReader.Broken($"a limit of {limit}");
        var scales = reader.ReadArray<RobustScale>(columns.Count);
        if (Array.Exists(scales, s => !double.IsFinite(s.Median) || !(s.Deviation > 0 && double.IsFinite(s.Deviation)))) throw ModelReader.Broken("a median or deviation that is none");
        return new(columns, scales, combination, limit);
    }

    private double Score(ReadOnlySpan<float> row)
    {
        double sum = 0, largest = 0;
        int there = 0;
        for (int c = 0; c < row.Length; c++)
        {
            if (float.IsNaN(row[c])) continue;
            double z = Deviation(row, c);
            (sum, largest, there) = (sum + z, Math.Max(largest, z), there + 1);
        }
        return _combination == ZCombination.Max ? largest : sum / Math.Max(1, there);
    }

    private double Deviation(ReadOnlySpan<float> row, int column) =>
        float.IsNaN(row[column]) ? 0 : Math.Min(_limit, Math.Abs(_scales[column].Z(row[column])));
}
