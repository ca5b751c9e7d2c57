using System.Runtime.InteropServices;
using NetThreat.Core.Randomness;
using NetThreat.Learning.Tables;

namespace NetThreat.Benchmarks.Learning;

/// <summary>One table from a seed for both sides: normal columns, of which a class depends on seven, with noise.</summary>
internal sealed record LearningData(Matrix Score, TrainingData Fit)
{
    public const int Columns = 40;

    public static LearningData Make(int scoreRows, int fitRows)
    {
        var fit = Normal(fitRows, 1);
        return new(Normal(scoreRows, 2), new TrainingData(fit) { Labels = Labels(fit), Classes = ["benign", "attack"] });
    }

    /// <summary>Raw little-endian float32 values, row after row, and the labels as bytes.</summary>
    public void Write(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "score.f32"), MemoryMarshal.AsBytes(Score.Values.AsSpan()));
        File.WriteAllBytes(Path.Combine(folder, "fit.f32"), MemoryMarshal.AsBytes(Fit.Features.Values.AsSpan()));
        File.WriteAllBytes(Path.Combine(folder, "labels.u8"), Array.ConvertAll(Fit.Labels!, l => (byte)l));
    }

    /// <summary>By the method of Box and Muller.</summary>
    private static Matrix Normal(int rows, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var matrix = new Matrix(rows, Columns);
        var values = matrix.Values;
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), angle = 2 * Math.PI * random.NextDouble();
            (values[i], values[i + 1]) = ((float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle)));
        }
        return matrix;
    }

    private static int[] Labels(Matrix rows)
    {
        var random = new Xoshiro256(3);
        var labels = new int[rows.Rows];
        for (int i = 0; i < labels.Length; i++)
        {
            var x = rows[i];
            double margin = x[0] + x[1] * x[2] + (x[3] > 0.5f ? x[4] : 0) + 0.5 * Math.Sin(3 * x[5]) + 0.3 * x[6] * x[6] - 0.3;
            labels[i] = random.NextDouble() < 1 / (1 + Math.Exp(-2 * margin)) ? 1 : 0;
        }
        return labels;
    }
}
