using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Networks.Scoring;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.Classifiers;

/// <summary>A network of dense layers with a softmax. Explained by integrated gradients of a class's margin from the mean row of training.</summary>
public sealed class DenseClassifierModel : IClassifier, IExplainable
{
    internal const string KindName = "dense-classifier";

    private const int RowsAtOnce = 48;

    private readonly DenseClassifierShape _shape;
    private readonly float[] _baseline;
    private readonly MemoryPool<ScoringMemory> _scoring, _explaining;

    internal DenseClassifierModel(ColumnSet columns, ImmutableArray<string> classes, DenseClassifierShape shape, float[] baseline, SequentialLayer<float> network)
    {
        (Columns, Classes, _shape, _baseline, Network) = (columns, classes, shape, baseline, network);
        _scoring = new MemoryPool<ScoringMemory>(() => new ScoringMemory(network, training: false));
        _explaining = new MemoryPool<ScoringMemory>(() => new ScoringMemory(network, training: true));
    }

    public string Kind => KindName;

    public ColumnSet Columns { get; }

    public ImmutableArray<string> Classes { get; }

    public int Outputs => Classes.Length;

    public bool HandlesMissing => false;

    public string ExplainedOutput => "margin";

    /// <summary>Dense and activation layers in turn, the last dense and giving logits; weights are <c>[outputs][inputs]</c>.</summary>
    internal SequentialLayer<float> Network { get; }

    public void Score(Rows rows, Span<double> scores)
    {
        InputCheck.Score(this, rows, scores);
        var memory = _scoring.Rent();
        for (int first = 0; first < rows.Count; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows.Count - first);
            var logits = memory.Forward(rows.Slice(first, count));
            for (int i = 0; i < count; i++) SoftmaxCrossEntropy.Probabilities<float>(logits[i], scores.Slice((first + i) * Outputs, Outputs));
        }
        _scoring.Return(memory);
    }

    public double Explain(ReadOnlySpan<float> row, int output, Span<double> contributions)
    {
        InputCheck.Explain(this, row, output, contributions);
        var memory = _explaining.Rent();
        double baseline = IntegratedGradients.Attribute(memory, row, 1, _baseline, output, contributions);
        _explaining.Return(memory);
        return baseline;
    }

    public void Save(ModelWriter writer)
    {
        ClassNames.Write(writer, Classes);
        _shape.Save(writer);
        writer.WriteArray<float>(_baseline);
        NetworkWeights.Write(writer, Network);
    }

    internal static DenseClassifierModel Read(ModelReader reader, ColumnSet columns)
    {
        var classes = ClassNames.Read(reader);
        var shape = DenseClassifierShape.Read(reader, columns.Count, classes.Length);
        var baseline = ClassNames.ReadBaseline(reader, columns.Count);
        var network = shape.NewNetwork();
        NetworkWeights.Read(reader, network);
        return new DenseClassifierModel(columns, classes, shape, baseline, network);
    }
}
