using NetThreat.Core.Randomness;
using NetThreat.Learning.Models;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Explanations;

/// <summary>How good scores are: the higher, the better.</summary>
/// <param name="scores">What the model gave: rows × outputs.</param>
/// <param name="data">What was scored, with labels.</param>
public delegate double ScoreMetric(ReadOnlySpan<double> scores, TrainingData data);

/// <summary>What a model loses when a column is shuffled.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Mean">Mean loss of the metric over the repeats.</param>
/// <param name="StandardDeviation">Of the loss over the repeats (of the population); 0 for one repeat.</param>
public sealed record ColumnImportance(string Column, double Mean, double StandardDeviation);

/// <summary>
/// Permutation importance of any model of rows (Breiman, "Random forests", 2001, section 10; the form of Fisher, Rudin and Dominici,
/// 2019): the metric on the data less the metric with one column shuffled. It says what the model uses, not what would help another model;
/// columns that say the same share their importance.
/// </summary>
public static class PermutationImportance
{
    /// <summary>One entry for each column, in the order of the columns; the same for any number of threads.</summary>
    /// <param name="data">Rows that the model was not trained on; not changed.</param>
    /// <param name="repeats">Shuffles of each column, 1 or more.</param>
    /// <exception cref="LearningException">The data is not of the model's columns, or repeats is below 1.</exception>
    public static IReadOnlyList<ColumnImportance> Of(IRowModel model, TrainingData data, ScoreMetric metric, int repeats, ulong seed, FitContext context)
    {
        if (repeats < 1) throw new LearningException($"repeats is {repeats}: at least 1 is needed");
        model.Columns.Demand(data.Columns);
        double whole = Metric(model, data, data.Features, metric);
        var importances = new ColumnImportance[data.Columns.Count];
        int done = 0;
        Parallel.For(0, importances.Length, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancelled }, column =>
        {
            var losses = new double[repeats];
            for (int i = 0; i < repeats; i++)
            {
                ulong stream = Xoshiro256.WordAt(seed, (long)column * repeats + i);
                losses[i] = whole - Metric(model, data, Shuffled(data.Features, column, new Xoshiro256(stream)), metric);
            }
            double mean = losses.Average();
            importances[column] = new ColumnImportance(data.Columns[column], mean, Math.Sqrt(losses.Average(l => (l - mean) * (l - mean))));
            context.Progress?.Report(new FitProgress((double)Interlocked.Increment(ref done) / importances.Length, $"column {data.Columns[column]}"));
        });
        return importances;
    }

    private static double Metric(IRowModel model, TrainingData data, Matrix features, ScoreMetric metric)
    {
        var scores = new double[checked(features.Rows * model.Outputs)];
        model.Score(features.All, scores);
        return metric(scores, data);
    }

    private static Matrix Shuffled(Matrix features, int column, Xoshiro256 random)
    {
        var copy = new Matrix((float[])features.Values.Clone(), features.Rows, features.Columns);
        var values = copy.Values;
        for (int row = features.Rows - 1; row > 0; row--)
        {
            int mine = row * features.Columns + column, other = random.Next(row + 1) * features.Columns + column;
            (values[mine], values[other]) = (values[other], values[mine]);
        }
        return copy;
    }
}
