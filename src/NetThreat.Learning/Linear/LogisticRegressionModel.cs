using System.Collections.Immutable;
using System.Numerics.Tensors;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Linear;

/// <summary>Coefficients; a column's contribution to a class's margin is its coefficient times the distance from the training mean.</summary>
public sealed class LogisticRegressionModel : IClassifier, IExplainable
{
    internal const string KindName = "logistic-regression";
    private const int MaxClasses = 65_536;

    private readonly double[] _parameters;
    private readonly double[] _means;
    private readonly int _margins;

    /// <param name="parameters">Per margin the coefficients and the intercept.</param>
    internal LogisticRegressionModel(ColumnSet columns, ImmutableArray<string> classes, double[] parameters, double[] means)
    {
        (Columns, Classes, _parameters, _means) = (columns, classes, parameters, means);
        _margins = parameters.Length / (columns.Count + 1);
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public ImmutableArray<string> Classes { get; }

    public int Outputs => Classes.Length;

    public bool HandlesMissing => false;

    public string ExplainedOutput => "margin";

    /// <summary>Per margin (one for two classes) the coefficients of the columns and the intercept.</summary>
    public ReadOnlySpan<double> Parameters => _parameters;

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], rows.Width + 1);
        room.Values[^1] = 1;
        for (int i = 0; i < rows.Count; i++)
        {
            Points.Widen(rows[i], room.Values);
            var probabilities = scores.Slice(i * Outputs, Outputs);
            Margins(_parameters, room.Values, probabilities[.._margins]);
            ToProbabilities(probabilities, _margins);
        }
    }

    /// <summary>Contributions to the log-odds of a class (of two), or to its margin (of more).</summary>
    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Values(row, Columns, nanAllowed: false);
        var part = _parameters.AsSpan((_margins == 1 ? 0 : output) * (Columns.Count + 1), Columns.Count + 1);
        double sign = _margins == 1 && output == 0 ? -1 : 1, baseline = part[^1];
        for (int c = 0; c < row.Length; c++)
        {
            baseline += part[c] * _means[c];
            contributions[c] = sign * part[c] * (row[c] - _means[c]);
        }
        return sign * baseline;
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(Classes.Length);
        foreach (var name in Classes) writer.Write(name);
        writer.WriteArray<double>(_parameters);
        writer.WriteArray<double>(_means);
    }

    internal static LogisticRegressionModel Read(ModelReader reader, ColumnSet columns)
    {
        var classes = ImmutableArray.CreateBuilder<string>();
        for (int left = reader.ReadCount(2, MaxClasses); left > 0; left--) classes.Add(reader.ReadString());
        int margins = classes.Count == 2 ? 1 : classes.Count;
        var parameters = Points.Finite(reader.ReadArray<double>(checked(margins * (columns.Count + 1))));
        return new(columns, classes.ToImmutable(), parameters, Points.Finite(reader.ReadArray<double>(columns.Count)));
    }

    /// <param name="row">The values of a row and a 1 for the intercept.</param>
    internal static void Margins(ReadOnlySpan<double> parameters, ReadOnlySpan<double> row, Span<double> margins)
    {
        for (int m = 0; m < margins.Length; m++) margins[m] = TensorPrimitives.Dot(parameters.Slice(m * row.Length, row.Length), row);
    }

    /// <summary>Replaces margins by probabilities; one margin is that of the second of two classes.</summary>
    internal static void ToProbabilities(Span<double> values, int margins)
    {
        if (margins == 1)
        {
            double small = Math.Exp(-Math.Abs(values[0]));
            (values[0], values[1]) = values[0] >= 0 ? (small / (1 + small), 1 / (1 + small)) : (1 / (1 + small), small / (1 + small));
            return;
        }
        double largest = TensorPrimitives.Max<double>(values), sum = 0;
        for (int m = 0; m < margins; m++) sum += values[m] = Math.Exp(values[m] - largest);
        for (int m = 0; m < margins; m++) values[m] /= sum;
    }
}
