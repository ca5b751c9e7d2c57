using NetThreat.Core.Randomness;
using NetThreat.Learning.Distances;
using NetThreat.Learning.Tables;
using NetThreat.Learning.Training;

namespace NetThreat.Learning.Clustering;

/// <summary>The best of several runs of Lloyd's algorithm from k-means++ starts.</summary>
internal static class KMeans
{
    public static KMeansResult Run(TrainingData data, int clusters, int restarts, int maxIterations, ulong seed, FitContext context)
    {
        var rows = Points.Of(data.Features);
        if (clusters > rows.Count) throw new LearningException($"{clusters} clusters of {rows.Count} rows: choose fewer clusters");
        var weights = data.Weights is { } w ? Array.ConvertAll(w, x => (double)x) : null;
        KMeansResult? best = null;
        for (int run = 0; run < restarts; run++)
        {
            var start = KMeansPlusPlus.Draw(rows, weights, clusters, new Xoshiro256(Xoshiro256.WordAt(seed, run)));
            var result = Lloyd.Run(rows, weights, start, maxIterations, context.Threads, context.Cancelled);
            if (best is null || result.Inertia < best.Inertia) best = result;
            context.Progress?.Report(new((run + 1.0) / restarts, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"run {run + 1} of {restarts}, inertia {best.Inertia:g5}")));
        }
        return best!;
    }
}
