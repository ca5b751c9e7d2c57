using NetThreat.Core.Randomness;
using NetThreat.Learning.Models;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.Classifiers;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Networks;

/// <summary>Small problems and a small trainer of every kind of network.</summary>
internal static class NetworkSamples
{
    public static IReadOnlyDictionary<string, ITrainer> Trainers { get; } = new ITrainer[]
    {
        new AutoencoderTrainer { Units = 9, Code = 3, Epochs = 3, BatchSize = 300, Noise = 0.1, Corruption = 0.1 },
        new VariationalAutoencoderTrainer { Units = 9, Code = 3, Epochs = 3, BatchSize = 300 },
        new DenseClassifierTrainer { Units = 9, Epochs = 3, BatchSize = 300, Dropout = 0.2, BalanceClasses = true },
        new SequenceClassifierTrainer { Encoder = SequenceEncoder.Lstm, Units = 5, Layers = 2, Epochs = 2, BatchSize = 80, Dropout = 0.2 },
        new SequenceClassifierTrainer { Encoder = SequenceEncoder.Gru, Units = 5, Epochs = 2, BatchSize = 80, BalanceClasses = true },
        new SequenceClassifierTrainer { Encoder = SequenceEncoder.Transformer, Units = 6, Heads = 2, Layers = 2, Epochs = 2, BatchSize = 80, Dropout = 0.2 },
        new SequencePredictorTrainer { Encoder = SequenceEncoder.Lstm, Units = 5, Epochs = 2, BatchSize = 80 },
        new SequencePredictorTrainer { Encoder = SequenceEncoder.Gru, Units = 5, Layers = 2, Epochs = 2, BatchSize = 80 },
        new SequencePredictorTrainer { Encoder = SequenceEncoder.Transformer, Units = 6, Heads = 3, Epochs = 2, BatchSize = 80 },
    }.ToDictionary(t => t.Kind, StringComparer.Ordinal);

    public static TheoryData<string> Kinds => [.. Trainers.Keys];

    public static TheoryData<string> RowKinds => [.. Trainers.Values.OfType<IRowTrainer>().Select(t => t.Kind)];

    public static TheoryData<string> SequenceKinds => [.. Trainers.Values.OfType<ISequenceTrainer>().Select(t => t.Kind)];

    /// <summary>Three classes that lie around corners of a triangle in the first two of four columns.</summary>
    public static TrainingData Rows(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var matrix = new Matrix(count, 4);
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(3);
            for (int j = 0; j < 4; j++) matrix[i][j] = (float)(random.NextDouble() - 0.5 + (j == labels[i] ? 1.2 : 0));
        }
        return new TrainingData(matrix) { Labels = labels, Classes = ["a", "b", "c"] };
    }

    /// <summary>Sequences of 1 to 12 steps of three columns; class 1 has one step where the first column is large, wherever it stands.</summary>
    public static SequenceData Sequences(int count, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var sequences = new Sequences(count, 12, 3);
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            int length = sequences.Lengths[i] = 1 + random.Next(12);
            labels[i] = random.Next(2);
            for (int t = 0; t < length; t++)
            {
                foreach (ref float value in sequences[i, t]) value = (float)(random.NextDouble() - 0.5);
            }
            if (labels[i] == 1) sequences[i, random.Next(length)][0] = 2;
        }
        return new SequenceData(sequences, ColumnSet.Numbered(3), labels, ["without", "with"]);
    }

    public static IModel Fit(ITrainer trainer, int threads = 1) => trainer switch
    {
        IRowTrainer rows => rows.Fit(Rows(700, 1), new FitContext { Threads = threads }),
        ISequenceTrainer sequences => sequences.Fit(Sequences(200, 1), new FitContext { Threads = threads }),
        _ => throw new ArgumentOutOfRangeException(nameof(trainer)),
    };

    public static double[] Score(IModel model)
    {
        double[] scores;
        if (model is IRowModel rows)
        {
            scores = new double[90 * model.Outputs];
            rows.Score(Rows(90, 2).Features.All, scores);
            return scores;
        }
        scores = new double[90 * model.Outputs];
        ((ISequenceModel)model).Score(Sequences(90, 2).Inputs, scores);
        return scores;
    }

    public static byte[] Bytes(IModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        return stream.ToArray();
    }

    public static IModel Load(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ModelFile.Read(stream);
    }
}
