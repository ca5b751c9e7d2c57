using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Numerics;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Networks.Scoring;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.Autoencoders;

/// <summary>A dense autoencoder. The score is the mean over the columns of (output - row)²; a column's contribution is its share of it.</summary>
public sealed class AutoencoderModel : IAnomalyModel, IExplainable
{
    internal const string KindName = "autoencoder";

    private const int RowsAtOnce = 48;

    private readonly AutoencoderShape _shape;
    private readonly MemoryPool<ScoringMemory> _memory;

    internal AutoencoderModel(ColumnSet columns, AutoencoderShape shape, SequentialLayer<float> network)
    {
        (Columns, _shape, Network) = (columns, shape, network);
        _memory = new MemoryPool<ScoringMemory>(() => new ScoringMemory(network, training: false));
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public string ExplainedOutput => "mean squared error";

    /// <summary>Dense and activation layers in turn, the last dense; weights are <c>[outputs][inputs]</c>.</summary>
    internal SequentialLayer<float> Network { get; }

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        var memory = _memory.Rent();
        for (int first = 0; first < rows.Count; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows.Count - first);
            var output = memory.Forward(rows.Slice(first, count));
            for (int i = 0; i < count; i++) scores[first + i] = Finite(RowMath.SquaredDistance<float>(output[i], rows[first + i]) / (double)rows.Width);
        }
        _memory.Return(memory);
    }

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Explain(this, row, output, contributions);
        var memory = _memory.Rent();
        SquaredErrors(row, memory.Forward(new Rows(row, row.Length))[0], contributions);
        _memory.Return(memory);
        return 0;
    }

    public void Save(ModelWriter writer)
    {
        _shape.Save(writer);
        NetworkWeights.Write(writer, Network);
    }

    internal static AutoencoderModel Read(ModelReader reader, ColumnSet columns)
    {
        var shape = AutoencoderShape.Read(reader, columns.Count);
        var network = shape.NewNetwork();
        NetworkWeights.Read(reader, network);
        return new AutoencoderModel(columns, shape, network);
    }

    /// <summary>Every column's share of the mean squared error.</summary>
    internal static void SquaredErrors(ReadOnlySpan<float> row, ReadOnlySpan<float> restored, Span<double> errors)
    {
        for (int i = 0; i < row.Length; i++)
        {
            double error = (double)row[i] - restored[i];
            errors[i] = Finite(error * error / row.Length);
        }
    }

    /// <summary>What overflows is as abnormal as can be said.</summary>
    internal static double Finite(double error) => double.IsFinite(error) ? error : float.MaxValue;
}
