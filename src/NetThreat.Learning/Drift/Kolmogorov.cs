namespace NetThreat.Learning.Drift;

/// <summary>Distributions of the Kolmogorov-Smirnov statistic under "the same distribution".</summary>
public static class Kolmogorov
{
    /// <summary>
    /// P(D ≥ d) for samples of n and m values, exact for continuous distributions. The statistic is a lattice path's largest distance from
    /// the diagonal; the probability that a random path ever gets that far is summed where paths first do, so that all terms are positive
    /// and small probabilities keep their digits (Hodges, "The significance probability of the Smirnov two-sample test", 1958). O(n m).
    /// </summary>
    public static double Exact(double d, int n, int m)
    {
        // Distances are whole multiples of 1 / (n m): compared as such, rounding cannot move a path across the limit.
        long limit = (long)Math.Round(d * n * m);
        if (limit <= 0) return 1;
        double far = 0;
        var inside = new double[m + 1];
        for (int i = 0; i <= n; i++)
        {
            for (int j = 0; j <= m; j++)
            {
                double reached = i == 0 && j == 0 ? 1 : 0;
                if (i > 0) reached += inside[j] * (n - i + 1) / (n - i + 1 + m - j);
                if (j > 0) reached += inside[j - 1] * (m - j + 1) / (n - i + m - j + 1);
                bool beyond = Math.Abs((long)i * m - (long)j * n) >= limit;
                if (beyond) far += reached;
                inside[j] = beyond ? 0 : reached;
            }
        }
        return Math.Min(1, far);
    }

    /// <summary>2 Σ (-1)^(k-1) exp(-2 k² z²): the limit for large samples, z = √(n m / (n + m)) d.</summary>
    public static double Limit(double z)
    {
        if (z <= 0) return 1;
        if (z < 1)
        {
            // The other form of the theta function converges where this one does not: 1 - √(2π)/z Σ exp(-(2k-1)² π² / (8 z²)).
            double below = 0;
            for (int k = 1; k <= 5; k++) below += Math.Exp(-(2 * k - 1) * (2 * k - 1) * Math.PI * Math.PI / (8 * z * z));
            return Math.Clamp(1 - Math.Sqrt(2 * Math.PI) / z * below, 0, 1);
        }
        double sum = 0, sign = 1;
        for (int k = 1; k <= 10; k++, sign = -sign) sum += sign * Math.Exp(-2.0 * k * k * z * z);
        return Math.Clamp(2 * sum, 0, 1);
    }

    /// <summary>
    /// P(D_n ≥ d) of the one-sample statistic of n values: by matrix power (Marsaglia, Tsang and Wang 2003) where it is not small, as twice
    /// the one-sided tail beyond n d² = 4, where both sides hardly ever happen together (Simard and L'Ecuyer 2011).
    /// </summary>
    public static double OneSample(double d, int n)
    {
        if (d <= 0) return 1;
        if (d >= 1) return 0;
        return n * d * d > 4 || d >= 0.5 ? Math.Min(1, 2 * OneSided(d, n)) : Math.Clamp(1 - Marsaglia(d, n), 0, 1);
    }

    /// <summary>P(D⁺ ≥ d) (Smirnov 1944, Birnbaum and Tingey 1951): d Σ_j C(n, j) (d + j/n)^(j-1) (1 - d - j/n)^(n-j), all terms positive.</summary>
    private static double OneSided(double d, int n)
    {
        double sum = 0, logChoose = 0;
        for (int j = 0; j <= n && 1 - d - (double)j / n > 0; j++)
        {
            if (j > 0) logChoose += Math.Log((double)(n - j + 1) / j);
            sum += Math.Exp(logChoose + (j - 1) * Math.Log(d + (double)j / n) + (n - j) * Math.Log(1 - d - (double)j / n));
        }
        return d * sum;
    }

    private static double Marsaglia(double d, int n)
    {
        int k = (int)(n * d) + 1, size = 2 * k - 1;
        double h = k - n * d;
        var matrix = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++) matrix[i, j] = i - j + 1 >= 0 ? 1 : 0;
        }
        for (int i = 0; i < size; i++)
        {
            matrix[i, 0] -= Math.Pow(h, i + 1);
            matrix[size - 1, i] -= Math.Pow(h, size - i);
        }
        matrix[size - 1, 0] += 2 * h - 1 > 0 ? Math.Pow(2 * h - 1, size) : 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int g = 1; g <= i - j + 1; g++) matrix[i, j] /= g;
            }
        }
        // n! / n^n goes into the steps: a factor i / n with each of the n multiplications keeps everything near 1.
        var row = new double[size];
        row[k - 1] = 1;
        for (int step = 1; step <= n; step++) row = Times(row, matrix, (double)step / n);
        return row[k - 1];
    }

    private static double[] Times(double[] row, double[,] matrix, double factor)
    {
        var product = new double[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            for (int j = 0; j < row.Length; j++) product[j] += row[i] * matrix[i, j] * factor;
        }
        return product;
    }
}
