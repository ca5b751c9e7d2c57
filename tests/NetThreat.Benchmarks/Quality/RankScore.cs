namespace NetThreat.Benchmarks.Quality;

/// <summary>
/// Scores of different models on one scale: the negative logarithm of the conformal p-value among validation normals, (1 + #{normal ≥ s}) / (n + 1).
/// The mean of
/// views is Fisher's combination of their p-values. Beyond the largest normal, where all p-values are equal, a score above 0 goes on with the
/// logarithm of its ratio to that one, up to 1: enough to order them, too little to outweigh another view.
/// </summary>
internal sealed class RankScore
{
    private readonly double[] _normals;

    public RankScore(double[] normals) => _normals = [.. normals.Order()];

    public double Of(double score)
    {
        int from = 0, to = _normals.Length;
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            if (_normals[middle] < score) from = middle + 1;
            else to = middle;
        }
        double rank = Math.Log((_normals.Length + 1.0) / (_normals.Length - from + 1)), largest = _normals[^1];
        return from == _normals.Length && largest > 0 ? rank + Math.Min(Math.Log(score / largest), 1) : rank;
    }

    public double[] Of(double[] scores) => [.. scores.Select(Of)];

    /// <summary>The mean of several views, row by row.</summary>
    public static double[] Mean(IReadOnlyList<double[]> views) => [.. Enumerable.Range(0, views[0].Length).Select(r => views.Average(v => v[r]))];
}
