using NetThreat.Benchmarks.Flows;
using NetThreat.Benchmarks.Pipeline;
using NetThreat.Core.Randomness;
using NetThreat.Learning.Networks.Autoencoders;
using NetThreat.Learning.Networks.SequenceModels;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Benchmarks.Learning;

/// <summary>What training and scoring of networks cost, in processor seconds of one thread.</summary>
internal sealed class NetworkBenchmark : IBenchmark
{
    private const int Columns = 122, Steps = 16, Inputs = 16;

    public string Name => "networks";

    public string Usage => "networks [--rows N] [--sequences N] [--repeats N]   training and scoring of an autoencoder (122-64-32-64-122) and of sequence models (32 units, 16 steps, 16 columns)";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var options = new Dictionary<string, int>(StringComparer.Ordinal) { ["--rows"] = 67_000, ["--sequences"] = 20_000, ["--repeats"] = 3 };
        if (NumberOptions.Read(args, options) is { } problem)
        {
            await Console.Error.WriteLineAsync($"{problem}\nusage: {Usage}");
            return 2;
        }
        var context = new FitContext { Cancelled = cancellation };
        await AutoencoderAsync(options["--rows"], options["--repeats"], context);
        foreach (var encoder in Enum.GetValues<SequenceEncoder>()) await SequencesAsync(encoder, options["--sequences"], options["--repeats"], context);
        return 0;
    }

    private static async Task AutoencoderAsync(int rows, int repeats, FitContext context)
    {
        var features = new Matrix(rows, Columns);
        Fill(features.Values);
        var trainer = new AutoencoderTrainer { Epochs = 1, ValidationShare = 0 };
        var scores = new double[rows];
        var model = (AutoencoderModel)trainer.Fit(new TrainingData(features), context);
        double fit = await SecondsAsync(repeats, () => trainer.Fit(new TrainingData(features), context));
        double score = await SecondsAsync(repeats, () => model.Score(features.All, scores));
        Console.WriteLine($"autoencoder: {fit:F3} CPU s an epoch of {rows:N0} rows, {rows / score:N0} rows scored a CPU s");
    }

    private static async Task SequencesAsync(SequenceEncoder encoder, int count, int repeats, FitContext context)
    {
        var sequences = new Sequences(count, Steps, Inputs);
        Fill(sequences.Values);
        var data = new SequenceData(sequences, ColumnSet.Numbered(Inputs), [.. Enumerable.Range(0, count).Select(i => i & 1)], ["a", "b"]);
        var trainer = new SequenceClassifierTrainer { Encoder = encoder, Epochs = 1, ValidationShare = 0 };
        var scores = new double[2 * count];
        var model = (SequenceClassifierModel)trainer.Fit(data, context);
        double fit = await SecondsAsync(repeats, () => trainer.Fit(data, context));
        double score = await SecondsAsync(repeats, () => model.Score(sequences, scores));
        Console.WriteLine($"{model.Kind}: {count / fit:N0} sequences trained a CPU s, {count / score:N0} scored");
    }

    private static async Task<double> SecondsAsync(int repeats, Action work) => (await Measurement.BestOfAsync(repeats, () =>
    {
        work();
        return Task.CompletedTask;
    })).Cpu.TotalSeconds;

    private static void Fill(float[] values)
    {
        var random = new Xoshiro256(1);
        foreach (ref float value in values.AsSpan()) value = (float)(random.NextDouble() * 2 - 1);
    }
}
