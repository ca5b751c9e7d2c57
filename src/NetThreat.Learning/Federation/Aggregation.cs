using System.Numerics.Tensors;
using NetThreat.Learning.Distances;

namespace NetThreat.Learning.Federation;

/// <summary>
/// One vector of weights out of those of several clients (sensors, sites), none of which sees another's data. All but the average withstand
/// some clients that send what they like.
/// </summary>
public static class Aggregation
{
    private const int MaxSteps = 10_000;

    /// <summary>Σ n_k w_k / Σ n_k (McMahan et al., "Communication-efficient learning of deep networks", 2017).</summary>
    /// <param name="samples">Rows that each client learned from.</param>
    public static double[] FedAvg(IReadOnlyList<double[]> clients, IReadOnlyList<double> samples)
    {
        Check(clients);
        if (samples.Count != clients.Count || samples.Any(s => !(s >= 0 && double.IsFinite(s))) || !(samples.Sum() > 0)) throw new LearningException("the samples of the clients are one count each, not negative and not all 0");
        var sum = new double[clients[0].Length];
        for (int k = 0; k < clients.Count; k++) TensorPrimitives.MultiplyAdd(clients[k], samples[k], sum, sum);
        TensorPrimitives.Divide(sum, samples.Sum(), sum);
        return sum;
    }

    /// <summary>The median of every coordinate (Yin et al., "Byzantine-robust distributed learning", 2018); of an even number the mean of the middle two.</summary>
    public static double[] Median(IReadOnlyList<double[]> clients) => TrimmedMean(clients, (clients.Count - 1) / 2);

    /// <summary>The mean of every coordinate without its smallest and largest values (Yin et al. 2018).</summary>
    /// <param name="trim">Values left out on each side.</param>
    public static double[] TrimmedMean(IReadOnlyList<double[]> clients, int trim)
    {
        Check(clients);
        if (trim < 0 || 2 * trim >= clients.Count) throw new LearningException($"{trim} values trimmed on each side of {clients.Count}: none would be left");
        var mean = new double[clients[0].Length];
        var values = new double[clients.Count];
        for (int c = 0; c < mean.Length; c++)
        {
            for (int k = 0; k < values.Length; k++) values[k] = clients[k][c];
            Array.Sort(values);
            mean[c] = TensorPrimitives.Sum<double>(values.AsSpan(trim, values.Length - 2 * trim)) / (values.Length - 2 * trim);
        }
        return mean;
    }

    /// <summary>Of every client the sum of squared distances to its n - f - 2 nearest others (Blanchard et al., "Machine learning with adversaries", 2017).</summary>
    /// <param name="byzantine">Clients f that may send anything.</param>
    public static double[] KrumScores(IReadOnlyList<double[]> clients, int byzantine)
    {
        Check(clients);
        int near = clients.Count - byzantine - 2;
        if (byzantine < 0 || near < 1) throw new LearningException($"Krum against {byzantine} of {clients.Count} clients: at least {byzantine + 3} are needed");
        return [.. Enumerable.Range(0, clients.Count).Select(i => Enumerable.Range(0, clients.Count).Where(k => k != i).Select(k => Squared(clients[i], clients[k])).Order().Take(near).Sum())];
    }

    /// <summary>The client with the smallest score, the first on a tie.</summary>
    public static int Krum(IReadOnlyList<double[]> clients, int byzantine) => MultiKrumClients(clients, byzantine, 1)[0];

    /// <summary>The clients with the smallest scores, in the order of their scores.</summary>
    public static int[] MultiKrumClients(IReadOnlyList<double[]> clients, int byzantine, int count)
    {
        var scores = KrumScores(clients, byzantine);
        if (count < 1 || count > scores.Length) throw new LearningException($"{count} of {scores.Length} clients cannot be chosen");
        return [.. Enumerable.Range(0, scores.Length).OrderBy(k => scores[k]).Take(count)];
    }

    /// <summary>The unweighted mean of the clients with the smallest scores.</summary>
    public static double[] MultiKrum(IReadOnlyList<double[]> clients, int byzantine, int count) =>
        TrimmedMean([.. MultiKrumClients(clients, byzantine, count).Select(k => clients[k])], 0);

    /// <summary>The point with the least Σ n_k |w_k - z| (Pillutla, Kakade and Harchaoui, "Robust aggregation for federated learning", 2022), by Weiszfeld's steps.</summary>
    public static double[] GeometricMedian(IReadOnlyList<double[]> clients, IReadOnlyList<double> samples)
    {
        var point = FedAvg(clients, samples);
        for (int step = 0; step < MaxSteps; step++)
        {
            // A client that is the point itself keeps a large, finite share.
            var shares = clients.Select((w, k) => samples[k] / Math.Max(Math.Sqrt(Euclidean.Squared(w, point)), 1e-12)).ToArray();
            var next = FedAvg(clients, shares);
            double moved = Math.Sqrt(Euclidean.Squared(next, point)), size = TensorPrimitives.Norm<double>(next);
            point = next;
            if (moved <= 1e-14 * Math.Max(1, size)) break;
        }
        return point;
    }

    /// <summary>The average of updates from a common start, each no longer than the limit (Sun et al., "Can you really backdoor federated learning?", 2019).</summary>
    public static double[] ClippedFedAvg(IReadOnlyList<double[]> clients, IReadOnlyList<double> samples, double[] start, double limit)
    {
        Check([.. clients, start]);
        if (!(limit > 0)) throw new LearningException($"a limit of {limit}: updates are longer than 0");
        var updates = clients.Select(w =>
        {
            var update = new double[w.Length];
            TensorPrimitives.Subtract<double>(w, start, update);
            TensorPrimitives.Multiply(update, Math.Min(1, limit / Math.Max(TensorPrimitives.Norm<double>(update), double.Epsilon)), update);
            return update;
        }).ToArray();
        var average = FedAvg(updates, samples);
        TensorPrimitives.Add(average, start, average);
        return average;
    }

    private static double Squared(double[] a, double[] b) => PairwiseSum.Of([.. a.Zip(b, (x, y) => (x - y) * (x - y))]);

    private static void Check(IReadOnlyList<double[]> clients)
    {
        if (clients.Count == 0) throw new LearningException("no clients to aggregate");
        for (int k = 0; k < clients.Count; k++)
        {
            if (clients[k].Length != clients[0].Length || clients[k].Length == 0) throw new LearningException($"client {k + 1} has {clients[k].Length} weights, the first {clients[0].Length}");
            if (!Array.TrueForAll(clients[k], double.IsFinite)) throw new LearningException($"client {k + 1} sends a weight that is not finite: leave it out");
        }
    }
}
