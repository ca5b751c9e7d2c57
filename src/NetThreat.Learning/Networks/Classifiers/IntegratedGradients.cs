using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Scoring;

namespace NetThreat.Learning.Networks.Classifiers;

/// <summary>
/// What each input value contributed to a class's margin: its distance from a baseline times the mean gradient on the straight way there
/// (Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", 2017). Baseline's margin + sum of the contributions = margin, up to the
/// error of the midpoint rule.
/// </summary>
internal static class IntegratedGradients
{
    /// <summary>Points that pass through the network together.</summary>
    private const int Chunk = 128;

    /// <summary>Most points: where the network bends sharply (layer norm of nearly equal values), few miss the bend.</summary>
    private const int MaxPoints = 16 * Chunk;

    /// <summary>Share of the margins' difference by which the sum may miss it before more points are taken.</summary>
    private const double Precision = 1e-3;

    /// <param name="values"><paramref name="steps"/> × columns.</param>
    /// <param name="baseline">One value per column.</param>
    /// <returns>The margin of the baseline.</returns>
    public static double Attribute(ScoringMemory memory, ReadOnlySpan<float> values, int steps, ReadOnlySpan<float> baseline, int output, Span<double> contributions)
    {
        double start = Margin(Interpolate(memory, values, steps, baseline, 1, 1, 0)[0], output);
        double end = Margin(Interpolate(memory, values, steps, baseline, 1, 1, 1)[0], output);
        for (int points = Chunk; ; points *= 4)
        {
            contributions.Clear();
            for (int first = 0; first < points; first += Chunk) AddGradients(memory, values, steps, baseline, points, first, output, contributions);
            double sum = 0;
            for (int j = 0; j < values.Length; j++) sum += contributions[j] *= ((double)values[j] - baseline[j % baseline.Length]) / points;
            if (!double.IsFinite(sum)) break;
            if (points * 4 > MaxPoints || Math.Abs(start + sum - end) <= Precision * Math.Max(1, Math.Abs(end - start))) return start;
        }

        // A row that overflows on the way has no gradients.
        contributions.Clear();
        return start;
    }

    /// <summary>Log-odds of a class: its logit over the logarithm of the sum of the others' exponentials.</summary>
    public static double Margin(ReadOnlySpan<float> logits, int output) => logits[output] - LogSumOfOthers(logits, output);

    /// <summary>Adds the gradients at a chunk of the points.</summary>
    private static void AddGradients(ScoringMemory memory, ReadOnlySpan<float> values, int steps, ReadOnlySpan<float> baseline, int points, int first, int output, Span<double> sums)
    {
        var logits = Interpolate(memory, values, steps, baseline, Chunk, points, first + 0.5);
        memory.OutputGradient.Shape(logits, logits.Width);
        for (int k = 0; k < Chunk; k++) Differentiate(logits[k], output, memory.OutputGradient[k]);
        memory.Pass.ClearGradients();
        memory.Pass.Backward(memory.OutputGradient);
        ReadOnlySpan<float> gradients = memory.Pass.InputGradient.Values;
        for (int i = 0; i < gradients.Length; i++) sums[i % values.Length] += gradients[i];
    }

    /// <summary>Passes points on the way through the network: the baseline is at 0, the values at <paramref name="points"/>.</summary>
    private static Batch<float> Interpolate(ScoringMemory memory, ReadOnlySpan<float> values, int steps, ReadOnlySpan<float> baseline, int count, int points, double from)
    {
        memory.Input.Shape(count, steps, baseline.Length);
        for (int k = 0; k < count; k++)
        {
            double share = (from + k) / points;
            var to = memory.Input.Values.Slice(k * values.Length, values.Length);
            for (int j = 0; j < to.Length; j++) to[j] = (float)(baseline[j % baseline.Length] + share * ((double)values[j] - baseline[j % baseline.Length]));
        }
        memory.Pass.Forward(memory.Input, PassMode.Scoring);
        return memory.Pass.Output;
    }

    private static void Differentiate(ReadOnlySpan<float> logits, int output, Span<float> gradient)
    {
        double log = LogSumOfOthers(logits, output);
        for (int j = 0; j < logits.Length; j++) gradient[j] = j == output ? 1 : -(float)Math.Exp(logits[j] - log);
    }

    private static double LogSumOfOthers(ReadOnlySpan<float> logits, int output)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int j = 0; j < logits.Length; j++)
        {
            if (j != output) largest = Math.Max(largest, logits[j]);
        }
        for (int j = 0; j < logits.Length; j++)
        {
            if (j != output) sum += Math.Exp(logits[j] - largest);
        }
        return largest + Math.Log(sum);
    }
}
