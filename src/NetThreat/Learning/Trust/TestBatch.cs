using NetThreat.Core.Randomness;
using NetThreat.Learning.Models;
using NetThreat.Learning.Serving;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Trust;

/// <summary>A small batch of made-up rows: a model that cannot score them cannot score flows.</summary>
internal static class TestBatch
{
    public const int Rows = 64;
    private const ulong Seed = 0x7E57;

    /// <summary>Zeros, ones, and values over many decades.</summary>
    /// <returns>What was scored, in words.</returns>
    /// <exception cref="LearningException">The model fails, or gives something that is no number.</exception>
    public static string Score(ServedModel served)
    {
        var model = served.Model;
        var scores = new double[Rows * model.Outputs];
        string what;
        if (model is ISequenceModel sequences)
        {
            int steps = served.Manifest.Sequence?.Steps ?? sequences.Steps;
            sequences.Score(new Sequences(Values(Rows * steps * model.Columns.Count), [.. Enumerable.Repeat(steps, Rows)], steps, model.Columns.Count), scores);
            what = $"{Rows} sequences of {steps} steps";
        }
        else
        {
            ((IRowModel)model).Score(new Rows(Values(Rows * model.Columns.Count), model.Columns.Count), scores);
            what = $"{Rows} rows";
        }
        int bad = Array.FindIndex(scores, s => !double.IsFinite(s));
        if (bad >= 0) throw new LearningException($"the model gives {scores[bad]} for a made-up row");
        return $"{what} of {model.Columns.Count} columns scored";
    }

    private static float[] Values(int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            ulong word = Xoshiro256.WordAt(Seed, i);
            values[i] = (word & 3) switch { 0 => 0, 1 => 1, _ => MathF.Pow(10, (word >> 8) % 7) * ((word >> 16) % 1000) / 1000f };
        }
        return values;
    }
}
