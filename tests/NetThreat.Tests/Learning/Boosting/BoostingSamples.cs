using NetThreat.Core.Randomness;
using NetThreat.Learning.Boosting;
using NetThreat.Learning.Saving;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Tests.Learning.Boosting;

/// <summary>Small labelled tables and what a model makes of them.</summary>
internal static class BoostingSamples
{
    /// <summary>Rows of standard columns; the class depends on the first three, with noise.</summary>
    public static TrainingData Table(int rows, int columns, int classes, ulong seed, double missing = 0)
    {
        var random = new Xoshiro256(seed);
        var features = new Matrix(rows, columns);
        var labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            var row = features[i];
            foreach (ref float x in row) x = (float)(random.NextDouble() * 4 - 2);
            double score = row[0] + row[1] * row[2] + 0.7 * (random.NextDouble() - 0.5);
            labels[i] = Math.Clamp((int)((score + 4) / 8 * classes + (classes == 2 ? 0 : 0.5 * (random.NextDouble() - 0.5))), 0, classes - 1);
            foreach (ref float x in row) if (random.Chance(missing)) x = float.NaN;
        }
        return new TrainingData(features) { Labels = labels, Classes = [.. Enumerable.Range(0, classes).Select(k => $"class {k}")] };
    }

    public static GradientBoostingModel Fit(GradientBoostingTrainer trainer, TrainingData data, int threads = 1) =>
        (GradientBoostingModel)trainer.Fit(data, new FitContext { Threads = threads });

    public static byte[] Bytes(GradientBoostingModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        return stream.ToArray();
    }

    public static double[] Scores(GradientBoostingModel model, TrainingData data)
    {
        var scores = new double[data.Features.Rows * model.Outputs];
        model.Score(data.Features.All, scores);
        return scores;
    }

    public static double Loss(GradientBoostingModel model, TrainingData data)
    {
        var scores = Scores(model, data);
        double sum = 0;
        for (int i = 0; i < data.Features.Rows; i++) sum -= Math.Log(scores[i * model.Outputs + data.Labels![i]]);
        return sum / data.Features.Rows;
    }
}
