using System.Buffers;
using System.Collections.Immutable;
using NetThreat.Learning.Models;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Pipelines;

/// <summary>Preprocessing of every step of a sequence and a sequence model as one: it reads the raw columns. It is an <see cref="ISequenceClassifier"/> where its model is one.</summary>
public class SequencePipelineModel : ISequenceModel
{
    internal const string Name = "sequence-pipeline";

    /// <summary>Sequences that are transformed and scored at once.</summary>
    private const int Block = 32;

    private readonly NeededValues _needed;

    // Transformed sequences of the last call, for the next: one thread at a time finds them, another makes its own.
    private Sequences? _spareBlock, _spareOne;

    private protected SequencePipelineModel(Preprocessing preprocessing, ISequenceModel inner)
    {
        inner.Columns.Demand(preprocessing.Output);
        (Preprocessing, Inner) = (preprocessing, inner);
        _needed = new NeededValues(preprocessing, inner);
    }

    public string Kind => Name;

    public Preprocessing Preprocessing { get; }

    /// <summary>The model of the transformed columns.</summary>
    public ISequenceModel Inner { get; }

    public ColumnSet Columns => Preprocessing.Input;

    public int Outputs => Inner.Outputs;

    public int Steps => Inner.Steps;

    public bool HandlesMissing => _needed.None;

    public static SequencePipelineModel Of(Preprocessing preprocessing, ISequenceModel inner) =>
        inner is ISequenceClassifier classifier ? new SequenceClassifierPipeline(preprocessing, classifier) : new SequencePipelineModel(preprocessing, inner);

    public void Score(Sequences sequences, Span<double> scores)
    {
        SequenceCheck.Score(this, sequences, scores, _needed.NanAllowed);
        Refuse(sequences);
        int size = sequences.Count == 1 ? 1 : Block;
        var block = Rent(size, sequences.Steps);
        var rented = ArrayPool<double>.Shared.Rent(size * Outputs);
        for (int start = 0; start < sequences.Count; start += size)
        {
            int count = Math.Min(size, sequences.Count - start);
            Transform(sequences, start, count, block);
            Inner.Score(block, rented.AsSpan(0, size * Outputs));
            rented.AsSpan(0, count * Outputs).CopyTo(scores[(start * Outputs)..]);
        }
        ArrayPool<double>.Shared.Return(rented);
        Volatile.Write(ref size == 1 ? ref _spareOne : ref _spareBlock, block);
    }

    public void Save(ModelWriter writer)
    {
        Preprocessing.Save(writer);
        ModelFile.Write(Inner, writer);
    }

    internal static SequencePipelineModel Read(ModelReader reader, ColumnSet columns)
    {
        var preprocessing = Preprocessing.Read(reader, columns);
        return Of(preprocessing, ModelFile.Read(reader) as ISequenceModel ?? throw ModelReader.Broken("the model of a pipeline of sequences does not score sequences"));
    }

    /// <summary>Fills a block; places after the last sequence hold one step of the first, whose result nobody reads.</summary>
    private void Transform(Sequences from, int start, int count, Sequences block)
    {
        int width = from.Width;
        for (int i = 0; i < block.Count; i++)
        {
            int source = start + (i < count ? i : 0), length = i < count ? from.Lengths[source] : 1;
            block.Lengths[i] = length;
            Preprocessing.Apply(new Rows(from[source][..(length * width)], width), block[i][..(length * block.Width)]);
        }
    }

    private Sequences Rent(int size, int steps)
    {
        var spare = Interlocked.Exchange(ref size == 1 ? ref _spareOne : ref _spareBlock, null);
        return spare?.Steps == steps ? spare : new Sequences(size, steps, Preprocessing.Output.Count);
    }

    private void Refuse(Sequences sequences)
    {
        for (int i = 0; i < sequences.Count; i++)
        {
            int missing = _needed.FirstMissing(sequences[i][..(sequences.Lengths[i] * sequences.Width)]);
            if (missing >= 0) throw new LearningException($"sequence {i + 1}, step {missing / Columns.Count + 1}, column '{Columns[missing % Columns.Count]}' is NaN: this model needs finite values: fill or drop it");
        }
    }
}

internal sealed class SequenceClassifierPipeline(Preprocessing preprocessing, ISequenceClassifier inner) : SequencePipelineModel(preprocessing, inner), ISequenceClassifier
{
    public ImmutableArray<string> Classes { get; } = inner.Classes;
}
