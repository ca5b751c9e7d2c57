using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Numerics;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Networks.Scoring;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.SequenceModels;

/// <summary>
/// An LSTM, GRU or causal Transformer that predicts every step from those before it, the first from nothing. The score is the mean over steps
/// and columns of (predicted - there)²: the higher, the less normal.
/// </summary>
public sealed class SequencePredictorModel : ISequenceModel
{
    private const int SequencesAtOnce = 48;

    private readonly MemoryPool<ScoringMemory> _memory;

    internal SequencePredictorModel(ColumnSet columns, SequenceShape shape, SequentialLayer<float> network)
    {
        (Columns, Shape, Network) = (columns, shape, network);
        _memory = new MemoryPool<ScoringMemory>(() => new ScoringMemory(network, training: false));
    }

    public string Kind => KindOf(Shape.Encoder);

    public ColumnSet Columns { get; }

    public int Outputs => 1;

    public int Steps => Shape.Steps;

    public bool HandlesMissing => false;

    internal SequenceShape Shape { get; }

    /// <summary>The encoder's layers, then a dense layer of as many outputs as a step has columns. It reads a step of zeros, then all steps but the last.</summary>
    internal SequentialLayer<float> Network { get; }

    internal static string KindOf(SequenceEncoder encoder) => encoder switch
    {
        SequenceEncoder.Lstm => "lstm-predictor",
        SequenceEncoder.Gru => "gru-predictor",
        SequenceEncoder.Transformer => "transformer-predictor",
        _ => throw new LearningException($"there is no sequence encoder {encoder}"),
    };

    /// <summary>Scores without allocating; every sequence's result is the same alone and in any batch, whatever stands in the padding.</summary>
    public void Score(Sequences sequences, Span<double> scores)
    {
        SequenceCheck.Score(this, sequences, scores);
        var memory = _memory.Rent();
        for (int first = 0; first < sequences.Count; first += SequencesAtOnce)
        {
            int count = Math.Min(SequencesAtOnce, sequences.Count - first);
            Forward(memory, sequences, first, count);
            for (int i = 0; i < count; i++)
            {
                double sum = 0;
                for (int t = 0; t < sequences.Lengths[first + i]; t++) sum += RowMath.SquaredDistance<float>(memory.Pass.Output[i, t], sequences[first + i, t]);
                scores[first + i] = AutoencoderModel.Finite(sum / (sequences.Lengths[first + i] * (double)sequences.Width));
            }
        }
        _memory.Return(memory);
    }

    /// <summary>Every value's share of the score of one sequence.</summary>
    /// <param name="steps">Steps × columns, without padding.</param>
    /// <param name="contributions">One for each of those values; they add up to the score.</param>
    /// <exception cref="LearningException">Wrong width, too many steps, a value that the model cannot take.</exception>
    public void Explain(Rows steps, Span<double> contributions)
    {
        if (contributions.Length != steps.Values.Length) throw new LearningException($"{contributions.Length} places for the contributions of {steps.Values.Length} values");
        var sequence = new Sequences(steps.Values.ToArray(), [steps.Count], steps.Count, steps.Width);
        Span<double> score = [0];
        SequenceCheck.Score(this, sequence, score);
        var memory = _memory.Rent();
        Forward(memory, sequence, 0, 1);
        AutoencoderModel.SquaredErrors(steps.Values, memory.Pass.Output.Values, contributions);
        _memory.Return(memory);
    }

    public void Save(ModelWriter writer)
    {
        Shape.Save(writer);
        NetworkWeights.Write(writer, Network);
    }

    internal static Func<ModelReader, ColumnSet, IModel> Reader(SequenceEncoder encoder) => (reader, columns) =>
    {
        var shape = SequenceShape.Read(reader, encoder, columns.Count);
        var network = shape.NewPredictor();
        NetworkWeights.Read(reader, network);
        return new SequencePredictorModel(columns, shape, network);
    };

    private static void Forward(ScoringMemory memory, Sequences sequences, int first, int count)
    {
        SequenceBatch.Fill(memory.Input, sequences, first, count, delayed: true);
        memory.Pass.Forward(memory.Input, PassMode.Scoring);
    }
}
