using NetThreat.Core.Randomness;

namespace NetThreat.Learning.SequenceWindows;

/// <summary>
/// The scale of the values in a step: sign(x) · ln(1 + |x|) / 8. It has no fitted state, so that a step is the same live and in training;
/// bytes, counts and microseconds all come to lie within a few units of 0, and what is unknown is 0. Calculated from the four IEEE operations
/// alone: the same to the last bit on every system.
/// </summary>
public static class StepScale
{
    private const double Divisor = 8;

    public static float Of(double value)
    {
        if (double.IsNaN(value)) return 0;
        double magnitude = Math.Min(Math.Abs(value), 1e300);
        return (float)Math.CopySign(PortableMath.Log(1 + magnitude) / Divisor, value);
    }
}
