namespace NetThreat.Learning.Trees;

/// <summary>
/// Thresholds of other libraries as the float32 t of "left when x ≤ t" that sends every float32 x to the same side. Values wider than
/// float32 are rounded to it first, as those libraries do.
/// </summary>
public static class SplitThreshold
{
    /// <summary>Of "left when x ≤ t" with a float64 t (scikit-learn): the largest float32 that is at most t.</summary>
    public static float AtMost(double t)
    {
        if (t >= float.MaxValue) return float.MaxValue;
        float nearest = (float)t;
        return nearest > t ? MathF.BitDecrement(nearest) : nearest;
    }

    /// <summary>Of "left when x &lt; t" (XGBoost): the float32 before t.</summary>
    public static float Below(float t) => MathF.BitDecrement(t);

    /// <summary>At a share of the way between two values, with the lower on its left and the higher on its right.</summary>
    /// <param name="share">In [0, 1).</param>
    public static float Within(float low, float high, double share) =>
        Math.Clamp(AtMost(low + share * ((double)high - low)), low, MathF.BitDecrement(high));

    /// <summary>Halfway between two neighbouring values, with the lower on its left and the higher on its right.</summary>
    public static float Between(float low, float high) => AtMost(low / 2.0 + high / 2.0);
}
