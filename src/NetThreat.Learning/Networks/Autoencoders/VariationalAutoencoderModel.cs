using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Numerics;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Networks.Scoring;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.Autoencoders;

/// <summary>
/// A variational autoencoder. The score is the loss of training with the code at its mean, so that it is the same every time: mean squared error +
/// beta × divergence of the code / columns. Contributions are the columns' shares of the error; the baseline is the divergence's part.
/// </summary>
public sealed class VariationalAutoencoderModel : IAnomalyModel, IExplainable
{
    internal const string KindName = "variational-autoencoder";

    private const int RowsAtOnce = 48;

    private readonly AutoencoderShape _shape;
    private readonly MemoryPool<ScoringMemory> _memory;

    internal VariationalAutoencoderModel(ColumnSet columns, AutoencoderShape shape, double beta, SequentialLayer<float> network)
    {
        (Columns, _shape, Beta, Network) = (columns, shape, beta, network);
        _memory = new MemoryPool<ScoringMemory>(() => new ScoringMemory(network, training: false));
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public bool HandlesMissing => false;

    public string ExplainedOutput => "mean squared error and divergence of the code";

    /// <summary>Weight of the divergence.</summary>
    public double Beta { get; }

    /// <summary>Encoder (to means, then log-variances), sampling, decoder.</summary>
    internal SequentialLayer<float> Network { get; }

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        var memory = _memory.Rent();
        for (int first = 0; first < rows.Count; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows.Count - first);
            var output = memory.Forward(rows.Slice(first, count));
            for (int i = 0; i < count; i++) scores[first + i] = AutoencoderModel.Finite(Divergence(memory, i) + RowMath.SquaredDistance<float>(output[i], rows[first + i]) / (double)rows.Width);
        }
        _memory.Return(memory);
    }

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Explain(this, row, output, contributions);
        var memory = _memory.Rent();
        AutoencoderModel.SquaredErrors(row, memory.Forward(new Rows(row, row.Length))[0], contributions);
        double baseline = AutoencoderModel.Finite(Divergence(memory, 0));
        _memory.Return(memory);
        return baseline;
    }

    public void Save(ModelWriter writer)
    {
        _shape.Save(writer);
        writer.Write(Beta);
        NetworkWeights.Write(writer, Network);
    }

    internal static VariationalAutoencoderModel Read(ModelReader reader, ColumnSet columns)
    {
        var shape = AutoencoderShape.Read(reader, columns.Count);
        double beta = reader.ReadDouble();
        if (!(beta >= 0 && double.IsFinite(beta))) throw ModelReader.Broken($"a weight of {beta} of the divergence");
        var network = shape.NewVariationalNetwork();
        NetworkWeights.Read(reader, network);
        return new VariationalAutoencoderModel(columns, shape, beta, network);
    }

    private double Divergence(ScoringMemory memory, int row) =>
        Beta / Columns.Count * GaussianDivergence.Of<float>(AutoencoderShape.Sampling(memory.Pass).Input![row]);
}
