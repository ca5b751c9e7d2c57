using System.Collections.Concurrent;
using NetThreat.Core.Randomness;
using NetThreat.Learning;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Networks;

/// <summary>What every kind of network keeps to.</summary>
public class EveryNetworkTests
{
    private static readonly ConcurrentDictionary<string, Lazy<IModel>> s_models = new(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(NetworkSamples.Kinds), MemberType = typeof(NetworkSamples))]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads(string kind)
    {
        var one = NetworkSamples.Bytes(Model(kind));
        Assert.Equal(one, NetworkSamples.Bytes(NetworkSamples.Fit(NetworkSamples.Trainers[kind], threads: 2)));
        Assert.Equal(one, NetworkSamples.Bytes(NetworkSamples.Fit(NetworkSamples.Trainers[kind], threads: 3)));
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.Kinds), MemberType = typeof(NetworkSamples))]
    public void Saved_and_loaded_it_gives_the_same_scores(string kind)
    {
        var bytes = NetworkSamples.Bytes(Model(kind));
        var loaded = NetworkSamples.Load(bytes);
        Assert.Equal(NetworkSamples.Score(Model(kind)), NetworkSamples.Score(loaded));
        Assert.Equal(bytes, NetworkSamples.Bytes(loaded));
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.Kinds), MemberType = typeof(NetworkSamples))]
    public void A_damaged_file_is_refused_or_gives_a_model_that_scores(string kind)
    {
        var bytes = NetworkSamples.Bytes(Model(kind));
        var random = new Xoshiro256(3);
        for (int i = 0; i < 300; i++)
        {
            // The first bytes are counts and shapes: they are damaged most.
            var damaged = bytes.ToArray();
            int at = random.Chance(0.7) ? random.Next(Math.Min(160, damaged.Length)) : random.Next(damaged.Length);
            damaged[at] = (byte)random.Next(256);
            if (random.Chance(0.2)) damaged = damaged[..random.Next(damaged.Length)];
            try
            {
                var model = NetworkSamples.Load(damaged);
                if (model.Columns.Count != Model(kind).Columns.Count) continue;
                Assert.All(NetworkSamples.Score(model), s => Assert.True(double.IsFinite(s)));
            }
            catch (LearningException)
            {
            }
        }
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.Kinds), MemberType = typeof(NetworkSamples))]
    public void A_weight_that_is_not_finite_is_refused(string kind)
    {
        var bytes = NetworkSamples.Bytes(Model(kind));
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), float.NaN);
        Assert.Contains("NaN", Assert.Throws<LearningException>(() => NetworkSamples.Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.RowKinds), MemberType = typeof(NetworkSamples))]
    public void A_batch_is_its_rows_to_the_bit(string kind)
    {
        var model = (IRowModel)Model(kind);
        var rows = NetworkSamples.Rows(101, 5).Features;
        var together = new double[rows.Rows * model.Outputs];
        model.Score(rows.All, together);
        var alone = new double[model.Outputs];
        for (int i = 0; i < rows.Rows; i++)
        {
            model.Score(rows.Slice(i, 1), alone);
            Assert.Equal(together.AsSpan(i * model.Outputs, model.Outputs).ToArray(), alone);
        }
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.SequenceKinds), MemberType = typeof(NetworkSamples))]
    public void A_batch_is_its_sequences_to_the_bit_whatever_stands_in_the_padding(string kind)
    {
        var model = (ISequenceModel)Model(kind);
        var sequences = NetworkSamples.Sequences(70, 5).Inputs;
        var together = new double[sequences.Count * model.Outputs];
        model.Score(sequences, together);
        for (int i = 0; i < sequences.Count; i++)
        {
            int length = sequences.Lengths[i];
            var padded = new float[12 * 3];
            padded.AsSpan().Fill(float.NaN);
            sequences[i][..(length * 3)].CopyTo(padded);
            foreach (var one in new[] { new Sequences(padded, [length], 12, 3), new Sequences(padded[..(length * 3)], [length], length, 3) })
            {
                var alone = new double[model.Outputs];
                model.Score(one, alone);
                Assert.Equal(together.AsSpan(i * model.Outputs, model.Outputs).ToArray(), alone);
            }
        }
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.SequenceKinds), MemberType = typeof(NetworkSamples))]
    public void Padding_never_matters_in_training(string kind)
    {
        var trainer = (ISequenceTrainer)NetworkSamples.Trainers[kind];
        var data = NetworkSamples.Sequences(200, 1);
        for (int i = 0; i < data.Inputs.Count; i++) data.Inputs[i][(data.Inputs.Lengths[i] * 3)..].Fill(float.NaN);
        Assert.Equal(NetworkSamples.Bytes(Model(kind)), NetworkSamples.Bytes(trainer.Fit(data, FitContext.Default)));
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.Kinds), MemberType = typeof(NetworkSamples))]
    public void Scoring_allocates_nothing(string kind)
    {
        var model = Model(kind);
        var (rows, sequences) = (NetworkSamples.Rows(70, 2).Features, NetworkSamples.Sequences(70, 2).Inputs);
        var scores = new double[70 * model.Outputs];
        Score();
        Score();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Score();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Score()
        {
            if (model is IRowModel one) one.Score(rows.All, scores);
            else ((ISequenceModel)model).Score(sequences, scores);
        }
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.Kinds), MemberType = typeof(NetworkSamples))]
    public void Many_threads_score_at_once(string kind)
    {
        var expected = NetworkSamples.Score(Model(kind));
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => Assert.Equal(expected, NetworkSamples.Score(Model(kind))));
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.SequenceKinds), MemberType = typeof(NetworkSamples))]
    public void Sequences_that_cannot_be_read_are_refused(string kind)
    {
        var model = (ISequenceModel)Model(kind);
        var scores = new double[model.Outputs];
        var bad = new Sequences(1, 12, 3);
        bad[0, 4][1] = float.PositiveInfinity;
        Refused("sequence 1, step 5, column 'c1' is infinite", bad);
        Refused("steps of 4 values", new Sequences(1, 12, 4));
        Refused("13 steps", new Sequences(1, 13, 3));
        Refused("0 steps", new Sequences(new float[36], [0], 12, 3));
        Assert.Throws<LearningException>(() => model.Score(new Sequences(2, 12, 3), scores));

        void Refused(string message, Sequences sequences) =>
            Assert.Contains(message, Assert.Throws<LearningException>(() => model.Score(sequences, scores)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NetworkSamples.Kinds), MemberType = typeof(NetworkSamples))]
    public void A_training_can_be_cancelled(string kind)
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var context = new FitContext { Cancelled = cancellation.Token };
        Assert.Throws<OperationCanceledException>(() =>
        {
            if (NetworkSamples.Trainers[kind] is IRowTrainer rows) rows.Fit(NetworkSamples.Rows(50, 1), context);
            else ((ISequenceTrainer)NetworkSamples.Trainers[kind]).Fit(NetworkSamples.Sequences(50, 1), context);
        });
    }

    private static IModel Model(string kind) => s_models.GetOrAdd(kind, k => new Lazy<IModel>(() => NetworkSamples.Fit(NetworkSamples.Trainers[k]))).Value;
}
