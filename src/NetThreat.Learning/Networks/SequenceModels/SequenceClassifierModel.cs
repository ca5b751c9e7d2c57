using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Classifiers;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Saving;
using NetThreat.Learning.Networks.Scoring;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.SequenceModels;

/// <summary>An LSTM, GRU or Transformer with a softmax over classes of sequences.</summary>
public sealed class SequenceClassifierModel : ISequenceClassifier
{
    private const int SequencesAtOnce = 48;

    private readonly float[] _baseline;
    private readonly MemoryPool<ScoringMemory> _scoring, _explaining;

    internal SequenceClassifierModel(ColumnSet columns, ImmutableArray<string> classes, SequenceShape shape, float[] baseline, SequentialLayer<float> network)
    {
        (Columns, Classes, Shape, _baseline, Network) = (columns, classes, shape, baseline, network);
        _scoring = new MemoryPool<ScoringMemory>(() => new ScoringMemory(network, training: false));
        _explaining = new MemoryPool<ScoringMemory>(() => new ScoringMemory(network, training: true));
    }

    public string Kind => KindOf(Shape.Encoder);

    public ColumnSet Columns { get; }

    public ImmutableArray<string> Classes { get; }

    public int Outputs => Classes.Length;

    public int Steps => Shape.Steps;

    public bool HandlesMissing => false;

    internal SequenceShape Shape { get; }

    /// <summary>The encoder's layers, then the summary of a sequence in one row, then a dense layer that gives logits.</summary>
    internal SequentialLayer<float> Network { get; }

    internal static string KindOf(SequenceEncoder encoder) => encoder switch
    {
        SequenceEncoder.Lstm => "lstm-classifier",
        SequenceEncoder.Gru => "gru-classifier",
        SequenceEncoder.Transformer => "transformer-classifier",
        _ => throw new LearningException($"there is no sequence encoder {encoder}"),
    };

    /// <summary>Scores without allocating; every sequence's result is the same alone and in any batch, whatever stands in the padding.</summary>
    public void Score(Sequences sequences, Span<double> scores)
    {
        SequenceCheck.Score(this, sequences, scores);
        var memory = _scoring.Rent();
        for (int first = 0; first < sequences.Count; first += SequencesAtOnce)
        {
            int count = Math.Min(SequencesAtOnce, sequences.Count - first);
            SequenceBatch.Fill(memory.Input, sequences, first, count, delayed: false);
            memory.Pass.Forward(memory.Input, PassMode.Scoring);
            for (int i = 0; i < count; i++) SoftmaxCrossEntropy.Probabilities<float>(memory.Pass.Output[i], scores.Slice((first + i) * Outputs, Outputs));
        }
        _scoring.Return(memory);
    }

    /// <summary>
    /// Contributions of every value of a sequence to the margin (log-odds) of one class, by integrated gradients from the mean step of training.
    /// </summary>
    /// <param name="steps">Steps × columns, without padding.</param>
    /// <param name="contributions">One for each of those values.</param>
    /// <returns>The margin of a sequence of as many mean steps; with the contributions it adds up to the sequence's margin.</returns>
    /// <exception cref="LearningException">Wrong width, too many steps, a value that the model cannot take.</exception>
    public double Explain(Rows steps, int output, Span<double> contributions)
    {
        if (steps.Width != Columns.Count) throw new LearningException($"steps of {steps.Width} values where the model '{Kind}' reads {Columns.Count} columns");
        if (steps.Count < 1 || steps.Count > Steps) throw new LearningException($"{steps.Count} steps: the model reads 1 to {Steps}");
        if (contributions.Length != steps.Values.Length) throw new LearningException($"{contributions.Length} places for the contributions of {steps.Values.Length} values");
        if ((uint)output >= (uint)Outputs) throw new LearningException($"output {output} of a model with {Outputs}");
        InputCheck.Values(steps.Values, Columns, HandlesMissing);
        var memory = _explaining.Rent();
        double baseline = IntegratedGradients.Attribute(memory, steps.Values, steps.Count, _baseline, output, contributions);
        _explaining.Return(memory);
        return baseline;
    }

    public void Save(ModelWriter writer)
    {
        ClassNames.Write(writer, Classes);
        Shape.Save(writer);
        writer.WriteArray<float>(_baseline);
        NetworkWeights.Write(writer, Network);
    }

    internal static Func<ModelReader, ColumnSet, IModel> Reader(SequenceEncoder encoder) => (reader, columns) =>
    {
        var classes = ClassNames.Read(reader);
        var shape = SequenceShape.Read(reader, encoder, columns.Count);
        var baseline = ClassNames.ReadBaseline(reader, columns.Count);
        var network = shape.NewClassifier(classes.Length);
        NetworkWeights.Read(reader, network);
        return new SequenceClassifierModel(columns, classes, shape, baseline, network);
    };
}
