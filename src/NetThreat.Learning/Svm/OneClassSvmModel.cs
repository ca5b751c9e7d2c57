using System.Numerics.Tensors;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Svm;

/// <summary>
/// A trained one-class SVM. The decision of a row is sum a_i K(x_i, x) - rho, positive inside (scikit-learn's decision_function); the
/// anomaly score is minus the decision, so that higher is less normal and 0 is the border.
/// </summary>
public sealed class OneClassSvmModel : IAnomalyModel
{
    internal const string KindName = "one-class-svm";
    private const int Block = 128;

    private readonly Points _vectors;
    private readonly double[] _coefficients;

    internal OneClassSvmModel(ColumnSet columns, Points vectors, double[] coefficients, double rho, double gamma) =>
        (Columns, _vectors, _coefficients, Rho, Gamma) = (columns, vectors, coefficients, rho, gamma);

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    /// <summary>What the weighted sum of kernels is at the border.</summary>
    public double Rho { get; }

    public double Gamma { get; }

    public int SupportVectors => _coefficients.Length;

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        using var room = new RowBuffer(stackalloc double[RowBuffer.OnStack], rows.Width);
        for (int i = 0; i < rows.Count; i++) scores[i] = -Decide(room.Widen(rows[i]));
    }

    /// <summary>sum a_i K(x_i, x) - rho.</summary>
    internal double Decide(ReadOnlySpan<double> row)
    {
        Span<double> kernels = stackalloc double[Block];
        double sum = 0;
        for (int start = 0; start < _coefficients.Length; start += Block)
        {
            var block = kernels[..Math.Min(Block, _coefficients.Length - start)];
            RbfKernel.Row(_vectors, start, row, Gamma, block);
            sum += TensorPrimitives.Dot<double>(block, _coefficients.AsSpan(start, block.Length));
        }
        return sum - Rho;
    }

    public void Save(ModelWriter writer)
    {
        writer.Write(Rho);
        writer.Write(Gamma);
        writer.WriteArray<double>(_coefficients);
        writer.WriteArray<double>(_vectors.Values);
    }

    internal static OneClassSvmModel Read(ModelReader reader, ColumnSet columns)
    {
        double rho = reader.ReadDouble(), gamma = reader.ReadDouble();
        if (!double.IsFinite(rho) || !double.IsFinite(gamma) || gamma < 0) throw ModelReader.Broken($"rho {rho}, gamma {gamma}");
        var coefficients = Points.Finite(reader.ReadArray<double>());
        var vectors = Points.Finite(reader.ReadArray<double>());
        if (coefficients.Length == 0 || (long)coefficients.Length * columns.Count != vectors.Length) throw ModelReader.Broken($"{vectors.Length} values for {coefficients.Length} support vectors of {columns.Count} columns");
        return new(columns, new Points(vectors, columns.Count), coefficients, rho, gamma);
    }

    /// <summary>The rows whose coefficient is not 0.</summary>
    internal static OneClassSvmModel Of(ColumnSet columns, Points points, OneClassSolution solution, double gamma)
    {
        var rows = Enumerable.Range(0, points.Count).Where(i => solution.Alphas[i] > 0).ToArray();
        return new(columns, points.Take(rows), [.. rows.Select(r => solution.Alphas[r])], solution.Rho, gamma);
    }
}
